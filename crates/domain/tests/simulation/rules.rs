//! What may be broken, and what says that it was.

use crate::world::Micros;

/// What was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// allocated = remaining + Σ held, and no unit of the product appears or disappears.
    Conservation,
    /// remaining ≥ 0.
    Oversold,
    /// One active order per customer and sale.
    OneActive,
    /// No order above the limit.
    Limit,
    /// No order outside the window, by PostgreSQL's clock, nor of a paused or cancelled sale.
    Window,
    /// What is told as bought is committed, for that customer, with that quantity and key.
    Durable,
    /// One order is told as new to one request.
    ToldOnce,
    /// Everybody is answered once, in bounded time.
    Answered,
    /// No order comes from a request that was refused, or from none.
    Ghost,
    /// A refusal was true at some moment that it may speak of.
    Refusal,
    /// `outcome_unknown` only of what was unknown for the settle limit.
    Unknown,
    /// A key finds the order that it made.
    KeyFindsOrder,
    /// Only a second request is told a replay.
    Replay,
    /// Released orders hold nothing and are released once.
    Release,
    /// Only unpaid orders expire, and only after `pay_by`; only orders in time are paid. Every walk is legal.
    Expiry,
    /// When all is quiet no hold, capture or settlement is overdue.
    Overdue,
    /// A cancelled sale that is settled has no order left that waits for its payment.
    CalledOff,
    /// When all is well the shop sells.
    Liveness,
    /// The board is never older than what its process told.
    Board,
    /// The committed history is a serial one of the reference.
    Serial,
}

/// A broken rule.
#[derive(Clone)]
pub(crate) struct Violation {
    pub(crate) rule: Rule,
    pub(crate) at: Micros,
    pub(crate) text: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} at {} µs: {}", self.rule, self.at, self.text)
    }
}

/// Who judged a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    /// The board, which knew PostgreSQL as it was at `fresh_as_of` or later.
    Board {
        fresh_as_of: Micros,
        judged_at: Micros,
    },
    Lane,
}
