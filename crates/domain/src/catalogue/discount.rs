use chrono::{DateTime, TimeDelta, Utc};

use super::Mistake;
use super::mistake::Mistakes;
use crate::{DiscountId, ProductId, TaxonId};

/// What a discount is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiscountTarget {
    /// Every product.
    Everything,
    /// One product.
    Product(ProductId),
    /// What is filed under it, or below it when it is a category.
    Taxon(TaxonId),
}

/// Percent off for a while. Never written into a price: see [`super::Price::at`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discount {
    /// Its id.
    pub id: DiscountId,
    /// What staff call it.
    pub title: String,
    /// Percent off the list price.
    pub percent: u8,
    /// In force from here (inclusive).
    pub starts_at: DateTime<Utc>,
    /// In force until here (exclusive).
    pub ends_at: DateTime<Utc>,
    /// What it is on.
    pub target: DiscountTarget,
    /// Called off.
    pub archived: bool,
    /// Counts what staff did to it: its ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A discount that staff ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDiscount {
    /// What staff call it: 1 to 200 characters.
    pub title: String,
    /// Percent off the list price: 1 to 90.
    pub percent: u8,
    /// In force from here.
    pub starts_at: DateTime<Utc>,
    /// In force until here.
    pub ends_at: DateTime<Utc>,
    /// What it is on.
    pub target: DiscountTarget,
    /// Called off.
    pub archived: bool,
}

impl NewDiscount {
    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self { title, percent, starts_at, ends_at, target: _, archived: _ } = self;
        let mut mistakes = Mistakes::default();
        mistakes.line(title, "/title", 200);
        mistakes.require((1..=90).contains(percent), "/percent", "1 to 90");
        mistakes.require(ends_at > starts_at, "/ends_at", "must be after starts_at");
        mistakes.require(
            *ends_at - *starts_at <= TimeDelta::days(366),
            "/ends_at",
            "at most 366 days after starts_at",
        );
        mistakes.done()
    }
}

impl Discount {
    /// What the discount would be asked for as, to be as it is.
    pub fn as_made(&self) -> NewDiscount {
        let Self { id: _, title, percent, starts_at, ends_at, target, archived, version: _, created_at: _ } =
            self.clone();
        NewDiscount { title, percent, starts_at, ends_at, target, archived }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_are_named_at_once() {
        let good = NewDiscount {
            title: "Spring".into(),
            percent: 90,
            starts_at: DateTime::UNIX_EPOCH,
            ends_at: DateTime::UNIX_EPOCH + TimeDelta::days(366),
            target: DiscountTarget::Everything,
            archived: false,
        };
        assert_eq!(good.check(), Ok(()));
        let pointers = |discount: NewDiscount| -> Vec<String> {
            discount.check().unwrap_err().into_iter().map(|mistake| mistake.pointer).collect()
        };
        let bad = NewDiscount { title: String::new(), percent: 91, ends_at: good.starts_at, ..good.clone() };
        assert_eq!(pointers(bad), ["/title", "/percent", "/ends_at"]);
        let long = NewDiscount { ends_at: good.ends_at + TimeDelta::seconds(1), percent: 0, ..good };
        assert_eq!(pointers(long), ["/percent", "/ends_at"]);
    }
}
