use doorbuster_persistence::reviews::CreateReviewError;

use crate::problem::{ApiError, Code};

impl From<CreateReviewError> for ApiError {
    fn from(error: CreateReviewError) -> Self {
        match error {
            CreateReviewError::NotBought => Self::not_found(),
            CreateReviewError::NotDelivered => Self::new(
                Code::NotDelivered,
                "A review is for what has arrived and stayed: this order was not delivered, or went back.",
            ),
            CreateReviewError::AlreadyReviewed(review) => Self::new(
                Code::AlreadyReviewed,
                "There is one review per product and order. Change the one that there is.",
            )
            .about_review(review),
            CreateReviewError::Storage(error) => error.into(),
        }
    }
}
