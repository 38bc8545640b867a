use chrono::{DateTime, TimeDelta, Utc};

use super::{Purchase, Sale, SaleStatus, ServerClock, Verdict};
use crate::orders::Idempotency;

/// What the board does with a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The lane decides.
    Ask,
    /// Refused for certain.
    Refuse(Verdict),
    /// As good as refused, but the key may have made an order before: a winner whose answer was lost must find it.
    /// Only when there is none, this is the answer.
    LookUp(Idempotency, Verdict),
}

impl Judgement {
    /// The board's judgement of `purchase` when our clock says `now`.
    pub fn of(sale: &Sale, purchase: &Purchase, clock: ServerClock, now: DateTime<Utc>) -> Self {
        match (
            refuse_at_once(sale, purchase.quantity, clock.at(now), clock.tolerance()),
            purchase.idempotency,
        ) {
            (None, _) => Self::Ask,
            (Some(refusal), None) => Self::Refuse(refusal),
            (Some(refusal), Some(idempotency)) => Self::LookUp(idempotency, refusal),
        }
    }
}

/// A refusal of a purchase that is certain enough without asking the database, or none.
///
/// It may only refuse, never grant. `now` is this process's estimate of PostgreSQL's clock, so the edges of the
/// window are left to PostgreSQL within `tolerance`.
fn refuse_at_once(sale: &Sale, quantity: u32, now: DateTime<Utc>, tolerance: TimeDelta) -> Option<Verdict> {
    let status = match (sale.status(now - tolerance), sale.status(now + tolerance)) {
        (before, after) if before == after => after,
        // Somewhere within the tolerance the sale changes: PostgreSQL decides.
        _ => return None,
    };
    match status {
        SaleStatus::Scheduled | SaleStatus::Paused | SaleStatus::Ended | SaleStatus::Cancelled => {
            Some(Verdict::NotLive(status))
        }
        SaleStatus::Live | SaleStatus::SoldOut if quantity > sale.per_customer_limit => {
            Some(Verdict::QuantityLimit { limit: sale.per_customer_limit })
        }
        SaleStatus::SoldOut => Some(Verdict::SoldOut),
        SaleStatus::Live => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sales::reference::sale;

    const TOLERANCE: TimeDelta = TimeDelta::milliseconds(250);

    fn judge(millis: i64, change: fn(&mut Sale)) -> Option<Verdict> {
        let mut sale = sale();
        change(&mut sale);
        refuse_at_once(&sale, 1, DateTime::from_timestamp_millis(millis).unwrap(), TOLERANCE)
    }

    #[test]
    fn the_edges_of_the_window_belong_to_postgresql() {
        let as_is = |_: &mut Sale| {};
        assert_eq!(judge(99_700, as_is), Some(Verdict::NotLive(SaleStatus::Scheduled)));
        assert_eq!(judge(99_800, as_is), None);
        assert_eq!(judge(150_000, as_is), None);
        assert_eq!(judge(200_100, as_is), None);
        assert_eq!(judge(200_300, as_is), Some(Verdict::NotLive(SaleStatus::Ended)));
    }

    #[test]
    fn what_is_certain_is_refused() {
        assert_eq!(judge(150_000, |s| s.remaining = 0), Some(Verdict::SoldOut));
        assert_eq!(judge(150_000, |s| s.paused = true), Some(Verdict::NotLive(SaleStatus::Paused)));
        assert_eq!(judge(150_000, |s| s.cancelled = true), Some(Verdict::NotLive(SaleStatus::Cancelled)));
        assert_eq!(
            judge(150_000, |s| (s.remaining, s.per_customer_limit) = (0, 0)),
            Some(Verdict::QuantityLimit { limit: 0 })
        );
    }
}
