use chrono::{DateTime, Utc};

use super::Sale;

/// What a batch tells about its sale, as read and written under its lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counters {
    /// Number of the sale's last ledger entry.
    pub seq: i64,
    /// Units given to the sale.
    pub allocated: i64,
    /// Units that can still be bought.
    pub remaining: i64,
    /// Most units of one order.
    pub per_customer_limit: u32,
    /// Selling starts here.
    pub starts_at: DateTime<Utc>,
    /// Selling stops here.
    pub ends_at: DateTime<Utc>,
    /// Stopped by staff.
    pub paused: bool,
    /// Called off.
    pub cancelled: bool,
    /// Settled.
    pub settled: bool,
}

impl Sale {
    /// This snapshot brought up to date with what a batch said, unless something newer is known: answers and reads
    /// overtake each other.
    #[must_use]
    pub fn after(&self, counters: &Counters) -> Self {
        let Counters {
            seq,
            allocated,
            remaining,
            per_customer_limit,
            starts_at,
            ends_at,
            paused,
            cancelled,
            settled,
        } = *counters;
        if seq < self.seq {
            return self.clone();
        }
        Self {
            allocated,
            remaining,
            per_customer_limit,
            starts_at,
            ends_at,
            paused,
            cancelled,
            settled,
            seq,
            ..self.clone()
        }
    }

    /// The newer of this snapshot and one that was read.
    #[must_use]
    pub fn or_newer(&self, read: &Self) -> Self {
        if read.seq >= self.seq { read.clone() } else { self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sales::reference::sale;

    #[test]
    fn what_is_older_changes_nothing() {
        let known = Sale { seq: 7, remaining: 3, ..sale() };
        let older = Sale { seq: 6, remaining: 9, ..sale() };
        let newer = Sale { seq: 8, remaining: 1, ..sale() };
        assert_eq!(known.or_newer(&older), known);
        assert_eq!(known.or_newer(&newer), newer);
        let counters = |seq| Counters {
            seq,
            allocated: known.allocated,
            remaining: 2,
            per_customer_limit: known.per_customer_limit,
            starts_at: known.starts_at,
            ends_at: known.ends_at,
            paused: false,
            cancelled: false,
            settled: false,
        };
        assert_eq!(known.after(&counters(6)), known);
        assert_eq!(known.after(&counters(8)), Sale { seq: 8, remaining: 2, ..known });
    }
}
