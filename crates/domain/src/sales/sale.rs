use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{Money, ProductId, SaleId};

/// What a sale is right now. Derived from its row and the time, never stored.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SaleStatus {
    /// Its start lies ahead.
    Scheduled,
    /// Selling.
    Live,
    /// No unit remains; held ones may come back.
    SoldOut,
    /// Stopped by staff for now. Holds and payments go on.
    Paused,
    /// Its end has passed.
    Ended,
    /// Called off by staff.
    Cancelled,
}

impl SaleStatus {
    /// Every status.
    pub const ALL: [Self; 6] =
        [Self::Scheduled, Self::Live, Self::SoldOut, Self::Paused, Self::Ended, Self::Cancelled];

    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Live => "live",
            Self::SoldOut => "sold_out",
            Self::Paused => "paused",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }
}

impl std::str::FromStr for SaleStatus {
    type Err = UnknownSaleStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownSaleStatus)
    }
}

/// The text names no sale status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sale is scheduled, live, sold_out, paused, ended or cancelled")]
pub struct UnknownSaleStatus;

/// A product as far as its sale shows it: the catalogue knows more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleProduct {
    /// Its id.
    pub id: ProductId,
    /// Its address, unique.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What it is, in sentences.
    pub description: String,
    /// Its first picture, a path of this site or an https address.
    pub image_url: Option<String>,
    /// Gross price of one unit outside sales and without discounts.
    pub list_price: Money,
}

/// A sale as it was at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Its id.
    pub id: SaleId,
    /// What it is called.
    pub title: String,
    /// What it sells.
    pub product: SaleProduct,
    /// Gross price of one unit.
    pub price: Money,
    /// Selling starts here (inclusive).
    pub starts_at: DateTime<Utc>,
    /// Selling stops here (exclusive).
    pub ends_at: DateTime<Utc>,
    /// Units given to the sale: `remaining` plus what its orders hold.
    pub allocated: i64,
    /// Units that can still be bought.
    pub remaining: i64,
    /// Most units of one order.
    pub per_customer_limit: u32,
    /// How long units are held for payment, in seconds.
    pub hold_seconds: u32,
    /// Stopped by staff.
    pub paused: bool,
    /// Called off.
    pub cancelled: bool,
    /// Its unsold units went back to the product's stock.
    pub settled: bool,
    /// Counts everything that moved its units or that staff did to it. Of two snapshots the one with the higher `seq` is
    /// newer.
    pub seq: i64,
    /// Counts what staff did to it: its ETag.
    pub version: i64,
}

impl Sale {
    /// Counts what happened to the sale: of two snapshots the one with the higher revision is newer.
    pub fn revision(&self) -> i64 {
        // A look may find an edit's title with an older count, or the other way round: the sum grows with either.
        self.seq + self.version
    }

    /// What the sale is at `now`.
    pub fn status(&self, now: DateTime<Utc>) -> SaleStatus {
        if self.cancelled {
            SaleStatus::Cancelled
        } else if self.settled || now >= self.ends_at {
            SaleStatus::Ended
        } else if self.paused {
            SaleStatus::Paused
        } else if now < self.starts_at {
            SaleStatus::Scheduled
        } else if self.remaining == 0 {
            SaleStatus::SoldOut
        } else {
            SaleStatus::Live
        }
    }
}

/// A sale that staff ask for, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSale {
    /// What it sells.
    pub product_id: ProductId,
    /// What it is called: 1 to 200 characters.
    pub title: String,
    /// Gross price of one unit.
    pub price: Money,
    /// Selling starts here.
    pub starts_at: DateTime<Utc>,
    /// Selling stops here.
    pub ends_at: DateTime<Utc>,
    /// Units to move out of the product's stock.
    pub allocated: u32,
    /// Most units of one order.
    pub per_customer_limit: u32,
    /// How long units are held for payment, in seconds.
    pub hold_seconds: u32,
}

/// Why a new sale is refused, one per field. `pointer` gives its place in the request (RFC 6901).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NewSaleError {
    /// The title is empty or long.
    #[error("1 to 200 characters")]
    Title,
    /// The price is zero or negative, or a full order would overflow.
    #[error("more than 0 and at most 1,000,000,000 minor units")]
    Price,
    /// The sale ends before it starts.
    #[error("must be after starts_at")]
    Window,
    /// The sale would never sell: it is over already.
    #[error("must be in the future")]
    Over,
    /// The sale would last too long to be one.
    #[error("at most 366 days after starts_at")]
    Long,
    /// Nothing to sell.
    #[error("1 to 100,000,000 units")]
    Allocated,
    /// Not a limit.
    #[error("1 to {} units", super::MAX_QUANTITY)]
    Limit,
    /// A hold that nobody can pay in, or that blocks units for ever.
    #[error("10 to 86,400 seconds")]
    Hold,
}

impl NewSaleError {
    /// Where in the request the mistake is.
    pub fn pointer(self) -> &'static str {
        match self {
            Self::Title => "/title",
            Self::Price => "/price/amount",
            Self::Window | Self::Over | Self::Long => "/ends_at",
            Self::Allocated => "/allocated",
            Self::Limit => "/per_customer_limit",
            Self::Hold => "/hold_seconds",
        }
    }
}

impl NewSale {
    /// Units are held for this long when nobody says otherwise.
    pub const DEFAULT_HOLD_SECONDS: u32 = 600;

    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), Vec<NewSaleError>> {
        let mut errors = Vec::new();
        let mut require = |ok: bool, error| {
            if !ok {
                errors.push(error);
            }
        };
        require((1..=200).contains(&self.title.trim().chars().count()), NewSaleError::Title);
        require((1..=1_000_000_000).contains(&self.price.minor), NewSaleError::Price);
        require(self.ends_at > self.starts_at, NewSaleError::Window);
        require(self.ends_at <= self.starts_at || self.ends_at > now, NewSaleError::Over);
        require(self.ends_at - self.starts_at <= TimeDelta::days(366), NewSaleError::Long);
        require((1..=100_000_000).contains(&self.allocated), NewSaleError::Allocated);
        require((1..=super::MAX_QUANTITY).contains(&self.per_customer_limit), NewSaleError::Limit);
        require((10..=86_400).contains(&self.hold_seconds), NewSaleError::Hold);
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;
    use crate::sales::reference::sale;

    #[test]
    fn the_window_includes_its_start_and_excludes_its_end() {
        let status = |millis| sale().status(DateTime::from_timestamp_millis(millis).unwrap());
        assert_eq!(status(99_999), SaleStatus::Scheduled);
        assert_eq!(status(100_000), SaleStatus::Live);
        assert_eq!(status(199_999), SaleStatus::Live);
        assert_eq!(status(200_000), SaleStatus::Ended);
    }

    #[test]
    fn stronger_states_hide_weaker_ones() {
        let now = DateTime::from_timestamp(150, 0).unwrap();
        let with = |change: fn(&mut Sale)| {
            let mut sale = sale();
            change(&mut sale);
            sale.status(now)
        };
        assert_eq!(with(|s| s.remaining = 0), SaleStatus::SoldOut);
        assert_eq!(with(|s| (s.remaining, s.paused) = (0, true)), SaleStatus::Paused);
        assert_eq!(with(|s| (s.paused, s.settled) = (true, true)), SaleStatus::Ended);
        assert_eq!(with(|s| (s.settled, s.cancelled) = (true, true)), SaleStatus::Cancelled);
    }

    #[test]
    fn all_mistakes_of_a_new_sale_are_named_at_once() {
        let now = DateTime::from_timestamp(50, 0).unwrap();
        let sale = sale();
        let good = NewSale {
            product_id: sale.product.id,
            title: sale.title,
            price: sale.price,
            starts_at: sale.starts_at,
            ends_at: sale.ends_at,
            allocated: 1,
            per_customer_limit: 1,
            hold_seconds: 600,
        };
        assert_eq!(good.check(now), Ok(()));
        assert_eq!(good.check(good.ends_at), Err(vec![NewSaleError::Over]));
        let bad = NewSale {
            title: " ".into(),
            price: Money::new(0, Currency::EUR),
            ends_at: good.starts_at,
            allocated: 0,
            per_customer_limit: 0,
            hold_seconds: 0,
            ..good
        };
        let pointers: Vec<_> = bad.check(now).unwrap_err().into_iter().map(NewSaleError::pointer).collect();
        assert_eq!(
            pointers,
            ["/title", "/price/amount", "/ends_at", "/allocated", "/per_customer_limit", "/hold_seconds"]
        );
    }
}
