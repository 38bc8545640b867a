//! What people who bought something say about it, and who gets to read it.

mod byline;
mod rating;
mod review;
mod status;

pub use byline::byline;
pub use rating::Rating;
pub use review::{MAX_STARS, NewReview, OwnReviews, PublishedReview, Review, Reviewable, check_reason};
pub use status::{ReviewStatus, UnknownReviewStatus};
