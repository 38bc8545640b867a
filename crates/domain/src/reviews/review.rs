use chrono::{DateTime, Utc};

use super::ReviewStatus;
use crate::catalogue::{Mistake, Mistakes};
use crate::{OrderId, ProductId, ReviewId, UserId};

/// The most stars; the fewest is one.
pub const MAX_STARS: u8 = 5;

/// What a customer says about something they bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReview {
    /// 1 to [`MAX_STARS`].
    pub stars: u8,
    /// In a few words: one line of at most 150 characters, may be empty.
    pub title: String,
    /// At length: at most 5,000 characters, may be empty. Text, never markup.
    pub text: String,
}

/// A review with all that is known about it: for its author and the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// The order in which it was bought.
    pub order_id: OrderId,
    /// What it is about.
    pub product_id: ProductId,
    /// The address of that product.
    pub product_slug: String,
    /// What that product is called.
    pub product_name: String,
    /// Who wrote it.
    pub user_id: UserId,
    /// What its author is called; none when they never said.
    pub author: Option<String>,
    /// What it says.
    pub said: NewReview,
    /// Where it stands.
    pub status: ReviewStatus,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// When it was written or last changed.
    pub written_at: DateTime<Utc>,
    /// When staff decided about it.
    pub moderated_at: Option<DateTime<Utc>>,
    /// Counts its changes, those of the staff too: its ETag.
    pub version: i64,
}

/// A review as everybody reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedReview {
    /// Its id.
    pub id: ReviewId,
    /// What its author is called; none when they never said.
    pub author: Option<String>,
    /// What it says.
    pub said: NewReview,
    /// When it was written or last changed.
    pub written_at: DateTime<Utc>,
}

/// An order in which somebody bought a product that they have not reviewed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reviewable {
    /// The order.
    pub order_id: OrderId,
    /// When it was placed.
    pub ordered_at: DateTime<Utc>,
}

/// What somebody has said about a product, and what they may say yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnReviews {
    /// Their reviews, newest first.
    pub reviews: Vec<Review>,
    /// Their delivered orders of it without one, newest first.
    pub reviewable: Vec<Reviewable>,
}

impl NewReview {
    /// What is to be kept: without the blanks around it.
    pub fn new(stars: u8, title: &str, text: &str) -> Self {
        Self { stars, title: title.trim().to_owned(), text: text.trim().to_owned() }
    }

    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self { stars, title, text } = self;
        let mut mistakes = Mistakes::default();
        mistakes.require((1..=MAX_STARS).contains(stars), "/stars", format!("1 to {MAX_STARS}"));
        if !title.is_empty() {
            mistakes.line(title, "/title", 150);
        }
        mistakes.prose(text, "/text", 5_000);
        mistakes.done()
    }
}

/// Checks the reason that staff give to an author.
///
/// # Errors
/// The mistake.
pub fn check_reason(reason: &str) -> Result<(), Vec<Mistake>> {
    let mut mistakes = Mistakes::default();
    mistakes.line(reason, "/reason", 500);
    mistakes.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_of_a_review_are_named_at_once() {
        for stars in 1..=MAX_STARS {
            assert_eq!(NewReview::new(stars, "", "").check(), Ok(()));
        }
        assert_eq!(NewReview::new(3, " <b>Fine</b> ", "Line\nand line\t.").check(), Ok(()));
        let bad = NewReview { stars: 6, title: "a\nb".into(), text: "\u{7}".into() };
        let pointers: Vec<_> = bad.check().unwrap_err().into_iter().map(|mistake| mistake.pointer).collect();
        assert_eq!(pointers, ["/stars", "/title", "/text"]);
        let long = NewReview::new(0, &"ä".repeat(151), &"ä".repeat(5_001));
        assert_eq!(long.check().unwrap_err().len(), 3);
        assert!(
            check_reason(" ").is_err() && check_reason("a\0").is_err() && check_reason("Off topic").is_ok()
        );
    }
}
