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

    /// The newer parts of this snapshot and of one that was read. What only staff change, its title and price, is as new
    /// as its `version`: during a stampede every read is overtaken by some batch, which does not speak of them.
    #[must_use]
    pub fn or_newer(&self, read: &Self) -> Self {
        let described = if read.version >= self.version { read } else { self };
        let counted = if read.seq >= self.seq { read } else { self };
        described.after(&counted.counters())
    }

    fn counters(&self) -> Counters {
        Counters {
            seq: self.seq,
            allocated: self.allocated,
            remaining: self.remaining,
            per_customer_limit: self.per_customer_limit,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            paused: self.paused,
            cancelled: self.cancelled,
            settled: self.settled,
        }
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
        let counters = |seq| Counters { seq, remaining: 2, ..known.counters() };
        assert_eq!(known.after(&counters(6)), known);
        assert_eq!(known.after(&counters(8)), Sale { seq: 8, remaining: 2, ..known });
    }

    #[test]
    fn an_edit_is_seen_although_a_batch_overtook_the_read() {
        let known = Sale { seq: 12, remaining: 3, ..sale() };
        let read = Sale { seq: 11, remaining: 5, version: 2, title: "Better".into(), ..sale() };
        let expected = Sale { version: 2, title: "Better".into(), ..known.clone() };
        assert_eq!(known.or_newer(&read), expected);
        // And a read from before the edit takes nothing back.
        assert_eq!(expected.or_newer(&Sale { seq: 12, remaining: 3, ..sale() }), expected);
    }
}
