//! What happened, counted.

use std::time::Duration;

use hdrhistogram::Histogram;
use uuid::Uuid;

use crate::client::Lost;
use crate::client::response::{order_id, problem_code};

/// Microseconds; what takes longer than a minute counts as a minute.
const LONGEST: u64 = 60_000_000;

/// The outcome of one request.
#[derive(Clone, Copy, Debug)]
pub enum Reply<'a> {
    /// The server answered.
    Answered {
        /// The status code.
        status: u16,
        /// The body.
        body: &'a [u8],
    },
    /// No answer came.
    Lost(Lost),
}

/// How often one answer came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerCount {
    /// The status code.
    pub status: u16,
    /// The problem's `code`; empty for a success.
    pub code: String,
    /// How often.
    pub count: u64,
}

/// Counts and latencies of one run.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Answers by status and code, in the order of their first appearance.
    pub answers: Vec<AnswerCount>,
    /// Requests without an answer, by reason.
    pub lost: Vec<(Lost, u64)>,
    /// Requests that were sent again after a 503 or a lost answer.
    pub retried: u64,
    /// Connections that had to be opened again.
    pub reopened: u64,
    /// Latency of every answer in microseconds.
    pub latency: Histogram<u64>,
    /// Latency of the purchases among them.
    pub won_latency: Histogram<u64>,
    /// The orders of all 201s.
    pub orders: Vec<Uuid>,
    /// 201s that named no order.
    pub nameless: u64,
    /// When the last 201 came, after the start.
    pub last_won: Duration,
    /// When the last answer of any kind came, after the start.
    pub last_answer: Duration,
}

impl Tally {
    /// Nothing yet.
    ///
    /// # Errors
    /// Never: the histogram's limits are constants that it accepts.
    pub fn new() -> anyhow::Result<Self> {
        let empty = Histogram::new_with_bounds(1, LONGEST, 3)?;
        Ok(Self {
            answers: Vec::new(),
            lost: Vec::new(),
            retried: 0,
            reopened: 0,
            latency: empty.clone(),
            won_latency: empty,
            orders: Vec::new(),
            nameless: 0,
            last_won: Duration::ZERO,
            last_answer: Duration::ZERO,
        })
    }

    /// Counts the final outcome of a request: `latency` after it was due, `at` after the start.
    pub fn record(&mut self, reply: Reply<'_>, latency: Duration, at: Duration) {
        let (status, body) = match reply {
            Reply::Answered { status, body } => (status, body),
            Reply::Lost(lost) => return self.add_lost(lost, 1),
        };
        self.last_answer = self.last_answer.max(at);
        let micros = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        self.latency.saturating_record(micros);
        if status == 201 {
            self.last_won = self.last_won.max(at);
            self.won_latency.saturating_record(micros);
            match order_id(body) {
                Some(order) => self.orders.push(order),
                None => self.nameless += 1,
            }
            self.add_answers(status, "", 1);
        } else {
            self.add_answers(status, problem_code(body).unwrap_or_default(), 1);
        }
    }

    /// Adds what another thread has counted.
    ///
    /// # Errors
    /// Never: all histograms have the same limits.
    pub fn merge(&mut self, other: Self) -> anyhow::Result<()> {
        let Self {
            answers,
            lost,
            retried,
            reopened,
            latency,
            won_latency,
            mut orders,
            nameless,
            last_won,
            last_answer,
        } = other;
        for AnswerCount { status, code, count } in answers {
            self.add_answers(status, &code, count);
        }
        for (reason, count) in lost {
            self.add_lost(reason, count);
        }
        self.retried += retried;
        self.reopened += reopened;
        self.latency.add(latency)?;
        self.won_latency.add(won_latency)?;
        self.orders.append(&mut orders);
        self.nameless += nameless;
        self.last_won = self.last_won.max(last_won);
        self.last_answer = self.last_answer.max(last_answer);
        Ok(())
    }

    /// How often the server answered with this status.
    #[must_use]
    pub fn status(&self, status: u16) -> u64 {
        self.answers.iter().filter(|answer| answer.status == status).map(|answer| answer.count).sum()
    }

    /// How often the server answered with this status and code.
    #[must_use]
    pub fn code(&self, status: u16, code: &str) -> u64 {
        self.answers
            .iter()
            .filter(|answer| answer.status == status && answer.code == code)
            .map(|answer| answer.count)
            .sum()
    }

    /// How many requests were answered.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.answers.iter().map(|answer| answer.count).sum()
    }

    /// How many requests were not.
    #[must_use]
    pub fn unanswered(&self) -> u64 {
        self.lost.iter().map(|(_, count)| count).sum()
    }

    fn add_answers(&mut self, status: u16, code: &str, count: u64) {
        // A handful of kinds: looking through them is faster than any map.
        let known = self.answers.iter_mut().find(|answer| answer.status == status && answer.code == code);
        match known {
            Some(answer) => answer.count += count,
            None => self.answers.push(AnswerCount { status, code: code.to_owned(), count }),
        }
    }

    fn add_lost(&mut self, reason: Lost, count: u64) {
        match self.lost.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, sum)) => *sum += count,
            None => self.lost.push((reason, count)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reply, Tally};
    use crate::client::Lost;
    use std::time::Duration;

    fn answered(status: u16, body: &str) -> Reply<'_> {
        Reply::Answered { status, body: body.as_bytes() }
    }

    #[test]
    fn answers_are_counted_by_status_and_code() {
        let mut tally = Tally::new().unwrap();
        let order = r#"{"id":"0193a5e4-7d1c-7b1e-8d3f-5a6b7c8d9e0f"}"#;
        let millis = Duration::from_millis;
        tally.record(answered(201, order), millis(3), millis(10));
        tally.record(answered(201, "{}"), millis(4), millis(11));
        tally.record(answered(409, r#"{"code":"sold_out"}"#), millis(5), millis(12));
        tally.record(answered(409, r#"{"code":"sold_out"}"#), millis(5), millis(13));
        tally.record(answered(502, "nginx"), millis(5), millis(14));
        tally.record(Reply::Lost(Lost::Closed), millis(5), millis(99));
        assert_eq!((tally.status(201), tally.status(409), tally.status(502)), (2, 2, 1));
        assert_eq!(tally.code(409, "sold_out"), 2);
        assert_eq!((tally.answered(), tally.unanswered()), (5, 1));
        assert_eq!((tally.orders.len(), tally.nameless), (1, 1));
        assert_eq!((tally.last_won, tally.last_answer), (millis(11), millis(14)));
    }

    #[test]
    fn latencies_are_kept_to_three_digits_and_merged() {
        let mut left = Tally::new().unwrap();
        let mut right = Tally::new().unwrap();
        for micros in 1..=1_000_u64 {
            let tally = if micros % 2 == 0 { &mut left } else { &mut right };
            tally.record(answered(409, ""), Duration::from_micros(micros * 10), Duration::ZERO);
        }
        right.record(answered(409, ""), Duration::from_secs(3_600), Duration::ZERO);
        left.merge(right).unwrap();
        assert_eq!(left.status(409), 1_001);
        let near = |quantile: f64, wanted: u64| {
            let found = left.latency.value_at_quantile(quantile);
            assert!(found.abs_diff(wanted) <= wanted / 500, "{quantile}: {found}, not {wanted}");
        };
        near(0.5, 5_010);
        near(0.99, 9_910);
        // An hour counts as the longest that is kept.
        near(1.0, super::LONGEST);
    }
}
