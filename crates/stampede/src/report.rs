//! What a run says, for people and for programs.

use std::fmt;
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

use crate::load::Tally;

/// A latency distribution in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Latency {
    /// Half of all were faster.
    pub p50: f64,
    /// 99 of 100 were faster.
    pub p99: f64,
    /// 999 of 1,000 were faster.
    pub p999: f64,
    /// The slowest.
    pub max: f64,
}

/// How often one kind of outcome came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Status and code, or why there was no answer.
    pub outcome: String,
    /// How often.
    pub count: u64,
}

/// One run.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Every kind of outcome.
    pub outcomes: Vec<Outcome>,
    /// Purchases (201).
    pub won: u64,
    /// Purchases a second, from the start to the last of them.
    pub won_per_second: f64,
    /// Answers of any kind a second, from the start to the last of them.
    pub answered_per_second: f64,
    /// When the last purchase was confirmed, in seconds after the start.
    pub last_won_seconds: f64,
    /// When the last answer came, in seconds after the start.
    pub seconds: f64,
    /// Latency of all answers.
    pub latency_ms: Latency,
    /// Latency of the purchases.
    pub won_latency_ms: Latency,
    /// Requests that were sent again.
    pub retried: u64,
    /// Connections that were opened again.
    pub reopened: u64,
}

impl Latency {
    /// Reads the quantiles from a histogram of microseconds.
    #[must_use]
    pub fn of(histogram: &Histogram<u64>) -> Self {
        let millis = |micros: u64| Duration::from_micros(micros).as_secs_f64() * 1e3;
        let at = |quantile| millis(histogram.value_at_quantile(quantile));
        Self { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: millis(histogram.max()) }
    }
}

impl Summary {
    /// Sums up what was counted.
    #[must_use]
    pub fn of(tally: &Tally) -> Self {
        let answers = tally.answers.iter().map(|answer| Outcome {
            outcome: format!("{} {}", answer.status, answer.code).trim_end().to_owned(),
            count: answer.count,
        });
        let lost =
            tally.lost.iter().map(|(reason, count)| Outcome { outcome: reason.to_string(), count: *count });
        let mut outcomes: Vec<Outcome> = answers.chain(lost).collect();
        outcomes.sort_by(|left, right| left.outcome.cmp(&right.outcome));
        let won = tally.status(201);
        Self {
            outcomes,
            won,
            won_per_second: per_second(won, tally.last_won),
            answered_per_second: per_second(tally.answered(), tally.last_answer),
            last_won_seconds: tally.last_won.as_secs_f64(),
            seconds: tally.last_answer.as_secs_f64(),
            latency_ms: Latency::of(&tally.latency),
            won_latency_ms: Latency::of(&tally.won_latency),
            retried: tally.retried,
            reopened: tally.reopened,
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Outcome { outcome, count } in &self.outcomes {
            writeln!(f, "{outcome:<42} {count:>9}")?;
        }
        writeln!(f, "{:<42} {:>9.0} /s", "answers", self.answered_per_second)?;
        if self.won > 0 {
            writeln!(f, "{:<42} {:>9.0} /s", "purchases (201)", self.won_per_second)?;
            writeln!(f, "{:<42} {:>9.3} s", "last purchase after", self.last_won_seconds)?;
        }
        if self.retried > 0 || self.reopened > 0 {
            writeln!(
                f,
                "{:<42} {:>9} / {}",
                "requests sent again / reconnects", self.retried, self.reopened
            )?;
        }
        writeln!(f, "{:<24} {:>9} {:>9} {:>9} {:>9}", "latency in ms", "p50", "p99", "p99.9", "max")?;
        let mut line = |name: &str, Latency { p50, p99, p999, max }: Latency| {
            writeln!(f, "{name:<24} {p50:>9.2} {p99:>9.2} {p999:>9.2} {max:>9.2}")
        };
        line("  all answers", self.latency_ms)?;
        if self.won > 0 {
            line("  purchases", self.won_latency_ms)?;
        }
        Ok(())
    }
}

/// `count` in `time`, each second; 0 when there was no time.
#[must_use]
pub fn per_second(count: u64, time: Duration) -> f64 {
    if time.is_zero() { 0.0 } else { float(count) / time.as_secs_f64() }
}

/// A count as a floating-point number, exact below four thousand million, which no run of ours reaches.
#[must_use]
pub fn float(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Rounded, with commas between thousands.
#[must_use]
pub fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The middle value; of an even number the mean of the two in the middle. None of none.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    sorted.get(middle.checked_sub(1)?).map(|lower| f64::midpoint(*lower, upper))
}

/// What several rounds found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// See [`median`].
    pub median: f64,
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
}

impl Spread {
    /// None of none.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let most = |left: f64, right: &f64| left.max(*right);
        let least = |left: f64, right: &f64| left.min(*right);
        Some(Self {
            median: median(values)?,
            min: values.iter().fold(f64::INFINITY, least),
            max: values.iter().fold(f64::NEG_INFINITY, most),
        })
    }

    /// The [`ratio`] of the medians, with the least and the most of any pair of rounds that took turns. None without a
    /// base.
    #[must_use]
    pub fn ratio(values: &[f64], base: &[f64]) -> Option<Self> {
        let pairs: Vec<f64> = values
            .iter()
            .zip(base)
            .filter(|(_, base)| **base > 0.0)
            .map(|(value, base)| value / base)
            .collect();
        Some(Self { median: ratio(values, base)?, ..Self::of(&pairs)? })
    }
}

/// How many times `base` one figure is, by the medians of rounds that took turns; none when there is no base.
#[must_use]
pub fn ratio(values: &[f64], base: &[f64]) -> Option<f64> {
    let base = median(base).filter(|base| *base > 0.0)?;
    median(values).map(|value| value / base)
}

#[cfg(test)]
mod tests {
    use super::{Latency, Spread, Summary, float, median, per_second, ratio, thousands};
    use crate::load::{Reply, Tally};
    use hdrhistogram::Histogram;
    use std::time::Duration;

    #[test]
    fn medians_ignore_one_bad_round() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0]), Some(3.0));
        assert_eq!(median(&[5.0, 1.0, 900.0]), Some(5.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 8.0]), Some(3.0));
    }

    #[test]
    fn ratios_need_a_base() {
        assert_eq!(ratio(&[70.0, 60.0, 1.0], &[3.0, 2.0, 2.5]), Some(24.0));
        assert_eq!(ratio(&[1.0], &[0.0]), None);
        assert_eq!(ratio(&[1.0], &[]), None);
        assert_eq!(ratio(&[], &[1.0]), None);
    }

    #[test]
    fn a_spread_shows_the_worst_and_the_best_pair_of_rounds() {
        assert_eq!(Spread::of(&[]), None);
        assert_eq!(Spread::of(&[5.0, 1.0, 9.0]), Some(Spread { median: 5.0, min: 1.0, max: 9.0 }));
        let ratio = Spread::ratio(&[20.0, 60.0, 30.0], &[1.0, 2.0, 3.0]);
        assert_eq!(ratio, Some(Spread { median: 15.0, min: 10.0, max: 30.0 }));
        assert_eq!(Spread::ratio(&[1.0], &[]), None);
    }

    #[test]
    fn large_numbers_are_readable() {
        assert_eq!(thousands(0.4), "0");
        assert_eq!(thousands(999.6), "1,000");
        assert_eq!(thousands(10_000_000.0), "10,000,000");
    }

    #[test]
    fn rates_are_counts_over_time() {
        assert!((per_second(500, Duration::from_millis(250)) - 2_000.0).abs() < 1e-9);
        assert!(per_second(5, Duration::ZERO).abs() < f64::EPSILON);
        assert!((float(u64::MAX) - 4_294_967_295.0).abs() < 1.0);
    }

    #[test]
    fn quantiles_are_milliseconds() {
        let mut histogram = Histogram::new_with_bounds(1, 60_000_000, 3).unwrap();
        for micros in 1..=10_000 {
            histogram.record(micros).unwrap();
        }
        let Latency { p50, p99, p999, max } = Latency::of(&histogram);
        for (found, wanted) in [(p50, 5.0), (p99, 9.9), (p999, 9.99), (max, 10.0)] {
            assert!((found - wanted).abs() < wanted / 200.0, "{found}, not {wanted}");
        }
    }

    #[test]
    fn a_summary_names_every_outcome() {
        let mut tally = Tally::new().unwrap();
        let at = Duration::from_millis(500);
        for (status, body) in
            [(201, r#"{"id":"0193a5e4-7d1c-7b1e-8d3f-5a6b7c8d9e0f"}"#), (409, r#"{"code":"sold_out"}"#)]
        {
            tally.record(Reply::Answered { status, body: body.as_bytes() }, at, at);
        }
        let summary = Summary::of(&tally);
        assert!((summary.won_per_second - 2.0).abs() < 1e-9);
        assert!((summary.answered_per_second - 4.0).abs() < 1e-9);
        let text = summary.to_string();
        assert!(text.contains("409 sold_out") && text.contains("201"), "{text}");
    }
}
