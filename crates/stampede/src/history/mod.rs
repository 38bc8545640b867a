//! What happened in a stampede, as its buyers saw it: every request and answer with times, and every fault.
//!
//! Kept in memory while it runs; saved as JSON lines together with what the database said afterwards, so that a
//! stampede can be checked again, or by somebody else, without its database.

mod clock;
mod event;
mod file;

pub use clock::{Clock, Reading};
pub(crate) use event::seconds;
pub use event::{Act, Action, Answered, Attempt, Event, FaultWindow, Header, Outcome};
pub use file::{read, write};

use uuid::Uuid;

/// Microseconds since the stampede began, by one monotonic clock. Negative for what was before.
pub type Micros = i64;

/// Everything that one stampede recorded.
#[derive(Clone, Debug)]
pub struct History {
    /// What it was about.
    pub header: Header,
    /// Purchases, in the order in which they ended.
    pub attempts: Vec<Attempt>,
    /// What buyers did with their orders.
    pub actions: Vec<Action>,
    /// What was broken meanwhile.
    pub faults: Vec<FaultWindow>,
}

impl History {
    /// Sorts events by what they are.
    #[must_use]
    pub fn new(header: Header, events: Vec<Event>) -> Self {
        let mut history = Self { header, attempts: Vec::new(), actions: Vec::new(), faults: Vec::new() };
        for event in events {
            match event {
                Event::Attempt(attempt) => history.attempts.push(attempt),
                Event::Action(action) => history.actions.push(action),
                Event::Fault(fault) => history.faults.push(fault),
            }
        }
        history
    }

    /// All attempts of one request.
    pub fn attempts_of(&self, request: u64) -> impl Iterator<Item = &Attempt> {
        self.attempts.iter().filter(move |attempt| attempt.request == request)
    }

    /// How many different requests there were.
    #[must_use]
    pub fn requests(&self) -> usize {
        let mut numbers: Vec<u64> = self.attempts.iter().map(|attempt| attempt.request).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.len()
    }
}

/// A customer as texts name them: the last digits, which differ.
pub(crate) fn short(id: Uuid) -> String {
    let text = id.simple().to_string();
    text.get(20..).unwrap_or_default().to_owned()
}
