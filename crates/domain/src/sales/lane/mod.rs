//! The lane: a bounded queue in front of one sale, served in batches by one writer.
//!
//! This is only the logic (sans I/O): it is told what arrives and what the database answered, and says what to send
//! next and whom to answer what. `engine` drives it with a connection, the simulator with a model. While one batch is
//! being committed the next gathers; there is no artificial delay.

mod pace;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::{Candidate, Purchase, Verdict};
use crate::{OrderId, UserId};

pub use pace::Pace;

/// Whoever waits for a verdict.
pub trait Ticket {
    /// Whether nobody waits any more. Such a request is dropped before it is sent, never afterwards.
    fn abandoned(&self) -> bool {
        false
    }
}

/// What bounds a lane.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Requests that may wait. One more is refused as busy.
    pub queue: usize,
    /// Requests in one batch.
    pub batch: usize,
    /// How long a request may wait before it is sent. Later it is refused as busy.
    pub wait: Duration,
    /// How long the outcome of a batch may stay unknown, from the moment it was sent.
    pub settle: Duration,
}

/// Why an attempt brought no verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing reached the database, or it said that it rolled back and that trying again may help.
    NotDone,
    /// The database refused the batch and rolled it back: some request in it cannot be stored.
    Refused,
    /// The connection was lost after the batch was sent. It may have been committed.
    Unknown,
}

impl Failure {
    /// Whether the connection that brought it may carry the next attempt: only one that answered can be trusted. Any
    /// other may still bring this attempt's answer, to be taken for the next one's.
    pub fn keeps_connection(self) -> bool {
        match self {
            Self::Refused => true,
            Self::NotDone | Self::Unknown => false,
        }
    }
}

/// A batch to be sent now.
#[derive(Debug)]
pub struct Attempt<'a, T> {
    /// An earlier attempt may have been committed: look for the ids first.
    pub retry: bool,
    seats: &'a [Seat<T>],
}

impl<T> Attempt<'_, T> {
    /// What to sell, in arrival order, each customer at most once.
    pub fn candidates(&self) -> impl ExactSizeIterator<Item = &Candidate> {
        self.seats.iter().map(|seat| &seat.candidate)
    }
}

#[derive(Debug)]
struct Waiting<T> {
    ticket: T,
    purchase: Purchase,
    /// When it arrived, since the lane's beginning.
    since: Duration,
    /// How many had arrived before.
    place: u64,
}

/// One customer's place in a batch. Further requests of the same customer follow the first one's fate.
#[derive(Debug)]
struct Seat<T> {
    candidate: Candidate,
    ticket: T,
    since: Duration,
    followers: Vec<Waiting<T>>,
}

#[derive(Debug)]
struct Batch<T> {
    seats: Vec<Seat<T>>,
    /// When the first attempt was sent whose outcome is unknown.
    unknown_since: Option<Duration>,
}

#[derive(Debug)]
struct Flight<T> {
    batch: Batch<T>,
    /// When the attempt that is out was sent; none while it waits to be tried again.
    sent_at: Option<Duration>,
}

/// The queue in front of one sale. Times are durations since the lane's beginning, on a monotonic clock.
#[derive(Debug)]
pub struct Lane<T> {
    limits: Limits,
    arrived: u64,
    queue: VecDeque<Waiting<T>>,
    /// Halves of a refused batch: they go before the queue.
    halves: VecDeque<Batch<T>>,
    flight: Option<Flight<T>>,
}

impl<T: Ticket> Lane<T> {
    /// An empty lane.
    pub fn new(limits: Limits) -> Self {
        Self { limits, arrived: 0, queue: VecDeque::new(), halves: VecDeque::new(), flight: None }
    }

    /// Whether nobody waits and nothing is out.
    pub fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.halves.is_empty() && self.flight.is_none()
    }

    /// A request arrives.
    ///
    /// # Errors
    /// Gives the ticket back when the queue is full: answer [`Verdict::Busy`].
    pub fn offer(&mut self, now: Duration, ticket: T, purchase: Purchase) -> Result<(), T> {
        if self.queue.len() >= self.limits.queue {
            return Err(ticket);
        }
        self.queue.push_back(Waiting { ticket, purchase, since: now, place: self.arrived });
        self.arrived += 1;
        Ok(())
    }

    /// What to send now, if anything: the batch that must be tried again, half of a refused one, or the next from the
    /// queue. Returns nothing while an attempt is out. Fresh ids come from `new_id`.
    pub fn next(&mut self, now: Duration, new_id: impl FnMut() -> OrderId) -> Option<Attempt<'_, T>> {
        if self.flight.is_none() {
            let batch = self.halves.pop_front().or_else(|| self.gather(new_id))?;
            self.flight = Some(Flight { batch, sent_at: None });
        }
        let flight = self.flight.as_mut()?;
        if flight.sent_at.is_some() {
            return None;
        }
        flight.sent_at = Some(now);
        Some(Attempt { retry: flight.batch.unknown_since.is_some(), seats: &flight.batch.seats })
    }

    /// The next batch from the queue in arrival order. A second request of a customer who is in it follows the first:
    /// one statement could not insert both, and nearly always the first one's fate decides the second's.
    fn gather(&mut self, mut new_id: impl FnMut() -> OrderId) -> Option<Batch<T>> {
        let mut seats: Vec<Seat<T>> = Vec::with_capacity(self.queue.len().min(self.limits.batch));
        let mut places: HashMap<UserId, usize> = HashMap::with_capacity(seats.capacity());
        let mut taken = 0;
        while taken < self.limits.batch
            && let Some(waiting) = self.queue.pop_front()
        {
            if waiting.ticket.abandoned() {
                continue;
            }
            taken += 1;
            if let Some(place) = places.get(&waiting.purchase.user) {
                seats[*place].followers.push(waiting);
                continue;
            }
            let Waiting { ticket, purchase, since, place: _ } = waiting;
            places.insert(purchase.user, seats.len());
            let candidate = Candidate { order: new_id(), purchase };
            seats.push(Seat { candidate, ticket, since, followers: Vec::new() });
        }
        if seats.is_empty() { None } else { Some(Batch { seats, unknown_since: None }) }
    }

    /// The attempt that was out is committed, with these verdicts in its order. Returns whom to answer what.
    ///
    /// An answer of another length is none: the batch counts as unknown and is asked again.
    pub fn settle(&mut self, verdicts: Vec<Verdict>) -> Vec<(T, Verdict)> {
        let Some(flight) = self.flight.take() else {
            return Vec::new();
        };
        if flight.batch.seats.len() != verdicts.len() {
            self.flight = Some(flight);
            return self.fail(Failure::Unknown);
        }
        let mut answers = Vec::with_capacity(verdicts.len());
        let mut again = Vec::new();
        for (seat, verdict) in flight.batch.seats.into_iter().zip(verdicts) {
            for follower in seat.followers {
                match share(&seat.candidate.purchase, &verdict, &follower.purchase) {
                    Some(shared) => answers.push((follower.ticket, shared)),
                    None => again.push(follower),
                }
            }
            answers.push((seat.ticket, verdict));
        }
        // They came before everybody in the queue, but not in the order of the seats that they followed.
        again.sort_unstable_by_key(|waiting| waiting.place);
        for waiting in again.into_iter().rev() {
            self.queue.push_front(waiting);
        }
        answers
    }

    /// The attempt that was out failed. Returns whom to answer what; everybody else's batch is tried again by
    /// [`Lane::next`].
    pub fn fail(&mut self, failure: Failure) -> Vec<(T, Verdict)> {
        let Some(mut flight) = self.flight.take() else {
            return Vec::new();
        };
        let sent_at = flight.sent_at.take();
        match failure {
            Failure::NotDone => {}
            Failure::Unknown => flight.batch.unknown_since = flight.batch.unknown_since.or(sent_at),
            Failure::Refused => return self.divide(flight.batch),
        }
        self.flight = Some(flight);
        Vec::new()
    }

    /// Finds the request that spoils a batch by halving it. Halves of an unknown batch stay unknown.
    fn divide(&mut self, mut batch: Batch<T>) -> Vec<(T, Verdict)> {
        let unknown_since = batch.unknown_since;
        if batch.seats.len() > 1 {
            let second = batch.seats.split_off(batch.seats.len() / 2);
            self.halves.push_front(Batch { seats: second, unknown_since });
            self.halves.push_front(batch);
            return Vec::new();
        }
        let verdict = if unknown_since.is_some() { Verdict::OutcomeUnknown } else { Verdict::Failed };
        answer_all(batch, &verdict)
    }

    /// Answers those whose time is up at `now`: busy for those never sent, unknown for those whose outcome is.
    /// Whatever is out at this moment is left alone.
    pub fn expire(&mut self, now: Duration) -> Vec<(T, Verdict)> {
        let Limits { wait, settle, .. } = self.limits;
        let mut answers = Vec::new();
        while let Some(first) = self.queue.front()
            && now >= first.since + wait
            && let Some(late) = self.queue.pop_front()
        {
            answers.push((late.ticket, Verdict::Busy));
        }
        let resting = self.flight.take_if(|flight| flight.sent_at.is_none()).map(|flight| flight.batch);
        for mut batch in resting.into_iter().chain(std::mem::take(&mut self.halves)) {
            match batch.unknown_since {
                Some(since) if now >= since + settle => {
                    answers.extend(answer_all(batch, &Verdict::OutcomeUnknown));
                }
                Some(_) => self.halves.push_back(batch),
                None => {
                    let late: Vec<_> = batch.seats.extract_if(.., |seat| now >= seat.since + wait).collect();
                    answers.extend(answer_all(Batch { seats: late, unknown_since: None }, &Verdict::Busy));
                    if !batch.seats.is_empty() {
                        self.halves.push_back(batch);
                    }
                }
            }
        }
        answers
    }

    /// When [`Lane::expire`] should be called next, if nothing else happens.
    pub fn deadline(&self) -> Option<Duration> {
        let Limits { wait, settle, .. } = self.limits;
        let queued = self.queue.front().map(|first| first.since + wait);
        let resting =
            self.flight.iter().filter(|flight| flight.sent_at.is_none()).map(|flight| &flight.batch);
        let batches = resting.chain(&self.halves).filter_map(|batch| match batch.unknown_since {
            Some(since) => Some(since + settle),
            None => batch.seats.iter().map(|seat| seat.since + wait).min(),
        });
        queued.into_iter().chain(batches).min()
    }

    /// Gives up: everybody still waiting is answered, those of an unknown batch as unknown, the others as busy.
    pub fn close(&mut self) -> Vec<(T, Verdict)> {
        let mut answers: Vec<_> =
            self.queue.drain(..).map(|waiting| (waiting.ticket, Verdict::Busy)).collect();
        let flight = self.flight.take().map(|Flight { mut batch, sent_at }| {
            batch.unknown_since = batch.unknown_since.or(sent_at);
            batch
        });
        for batch in flight.into_iter().chain(std::mem::take(&mut self.halves)) {
            let verdict = if batch.unknown_since.is_some() { Verdict::OutcomeUnknown } else { Verdict::Busy };
            answers.extend(answer_all(batch, &verdict));
        }
        answers
    }
}

/// What the first request's verdict means for a later one of the same customer, or nothing when it must be asked.
fn share(first: &Purchase, verdict: &Verdict, follower: &Purchase) -> Option<Verdict> {
    match verdict {
        Verdict::Sold { order, .. } | Verdict::Recovered { order } => {
            Some(Verdict::of_earlier(*order, first.idempotency, follower.idempotency))
        }
        _ if first == follower => Some(verdict.clone()),
        _ => None,
    }
}

fn answer_all<T>(batch: Batch<T>, verdict: &Verdict) -> Vec<(T, Verdict)> {
    let tickets = batch.seats.into_iter().flat_map(|seat| {
        std::iter::once(seat.ticket).chain(seat.followers.into_iter().map(|follower| follower.ticket))
    });
    tickets.map(|ticket| (ticket, verdict.clone())).collect()
}
