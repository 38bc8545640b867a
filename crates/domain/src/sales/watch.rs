use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Sale, SaleStatus};

/// Names what a sale was at one moment, as those see it who watch it. Two looks with the same id saw the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotId {
    revision: i64,
    status: SaleStatus,
}

impl SnapshotId {
    /// What `sale` is at `now`.
    pub fn of(sale: &Sale, now: DateTime<Utc>) -> Self {
        // The status changes with the clock alone, too.
        Self { revision: sale.revision(), status: sale.status(now) }
    }
}

impl fmt::Display for SnapshotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.revision, self.status.as_str())
    }
}

/// What those who watch a sale hear in one turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing.
    Wait,
    /// What the sale is now.
    Tell,
    /// That the line is still open.
    KeepAlive,
    /// That nothing more will come.
    End,
}

/// Decides when those who watch a sale hear of it. Whoever drives it takes a look every [`Watch::TICK`].
///
/// Units that come and go are told the more rarely the more people watch, so that watching never takes the processors
/// from buying. A change of the sale's state is told at the next look, whoever watches.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    told: SnapshotId,
    told_at: Duration,
    /// When anything was last said, if only that the line is open.
    heard_at: Duration,
}

impl Watch {
    /// Between two looks at a sale.
    pub const TICK: Duration = Duration::from_millis(250);
    /// After so much silence a sign of life keeps proxies from closing the line.
    pub const SILENCE: Duration = Duration::from_secs(15);
    /// Snapshots that a process tells each second, all its streams together.
    const PER_SECOND: u32 = 5_000;

    /// The first who come to watch were told `told` at `now`.
    pub fn new(told: SnapshotId, now: Duration) -> Self {
        Self { told, told_at: now, heard_at: now }
    }

    /// What is to be told when the sale is found to be `found` at `now`. `settled`: nothing about it changes by itself
    /// any more. `streams` are open in this process, on whichever sale.
    pub fn look(&mut self, found: SnapshotId, settled: bool, now: Duration, streams: usize) -> Turn {
        let urgent = found.status != self.told.status;
        // Half a tick of grace: ticks come late, and the one after would be far too late.
        let due = now.saturating_sub(self.told_at) + Self::TICK / 2 >= Self::spacing(streams);
        if found != self.told && (urgent || settled || due) {
            (self.told, self.told_at, self.heard_at) = (found, now, now);
            Turn::Tell
        } else if found == self.told && settled {
            Turn::End
        } else if now.saturating_sub(self.heard_at) >= Self::SILENCE {
            self.heard_at = now;
            Turn::KeepAlive
        } else {
            Turn::Wait
        }
    }

    fn spacing(streams: usize) -> Duration {
        let streams = u32::try_from(streams).unwrap_or(u32::MAX);
        Self::TICK.max(Duration::from_secs(1) * streams / Self::PER_SECOND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sales::reference::sale;

    const LIVE: SnapshotId = id(1, SaleStatus::Live);

    const fn id(revision: i64, status: SaleStatus) -> SnapshotId {
        SnapshotId { revision, status }
    }

    /// What is told in so many ticks while units are sold in each.
    fn told_in(ticks: u32, streams: usize) -> usize {
        let mut watch = Watch::new(LIVE, Duration::ZERO);
        let look = |tick: u32| {
            watch.look(id(1 + i64::from(tick), SaleStatus::Live), false, Watch::TICK * tick, streams)
        };
        (1..=ticks).map(look).filter(|turn| *turn == Turn::Tell).count()
    }

    #[test]
    fn units_are_told_four_times_a_second_and_more_rarely_to_a_crowd() {
        assert_eq!(told_in(40, 1), 40);
        assert_eq!(told_in(40, 1_000), 40);
        assert_eq!(told_in(40, 5_000), 10);
        assert_eq!(told_in(40, 20_000), 2);
    }

    #[test]
    fn a_crowd_hears_of_a_new_state_at_once() {
        let mut watch = Watch::new(LIVE, Duration::ZERO);
        let sold_out = id(2, SaleStatus::SoldOut);
        assert_eq!(watch.look(sold_out, false, Watch::TICK, 20_000), Turn::Tell);
        let back = id(3, SaleStatus::Live);
        assert_eq!(watch.look(back, false, Watch::TICK * 2, 20_000), Turn::Tell);
        let fewer = id(4, SaleStatus::Live);
        assert_eq!(watch.look(fewer, false, Watch::TICK * 3, 20_000), Turn::Wait);
        assert_eq!(watch.look(fewer, false, Watch::TICK * 18, 20_000), Turn::Tell);
    }

    #[test]
    fn what_has_not_changed_is_not_told_again_but_the_line_stays_open() {
        let mut watch = Watch::new(LIVE, Duration::ZERO);
        let turns: Vec<Turn> = (1..=240)
            .map(|tick| watch.look(LIVE, false, Watch::TICK * tick, 1))
            .filter(|turn| *turn != Turn::Wait)
            .collect();
        assert_eq!(turns, [Turn::KeepAlive; 4]);
    }

    #[test]
    fn the_end_comes_after_the_last_of_it_was_told() {
        let mut watch = Watch::new(LIVE, Duration::ZERO);
        let ended = id(1, SaleStatus::Ended);
        let settled = id(2, SaleStatus::Ended);
        assert_eq!(watch.look(ended, false, Watch::TICK, 20_000), Turn::Tell);
        assert_eq!(watch.look(ended, false, Watch::TICK * 2, 20_000), Turn::Wait);
        assert_eq!(watch.look(settled, true, Watch::TICK * 3, 20_000), Turn::Tell);
        assert_eq!(watch.look(settled, true, Watch::TICK * 4, 20_000), Turn::End);
    }

    #[test]
    fn an_id_changes_with_the_sale_and_with_the_clock() {
        let sale = sale();
        let before = SnapshotId::of(&sale, sale.starts_at - chrono::TimeDelta::seconds(1));
        let after = SnapshotId::of(&sale, sale.starts_at);
        assert_ne!(before, after);
        assert_eq!(after, SnapshotId::of(&sale, sale.starts_at + chrono::TimeDelta::seconds(1)));
        let sold = Sale { seq: sale.seq + 1, ..sale.clone() };
        assert_ne!(after, SnapshotId::of(&sold, sale.starts_at));
        assert_eq!(after.to_string(), format!("{}-live", sale.revision()));
    }
}
