use doorbuster_domain::OrderId;
use doorbuster_domain::reviews::NewReview;
use serde::Deserialize;

use crate::extract::said;

/// A review to be written.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReview)]
pub(super) struct NewReviewBody {
    /// The order in which it was bought: one's own, and delivered.
    pub(super) order_id: OrderId,
    /// 1 to 5.
    #[schema(example = 5, minimum = 1, maximum = 5)]
    stars: u8,
    /// In a few words.
    #[serde(default)]
    #[schema(example = "Pours slowly", max_length = 150)]
    title: String,
    /// At length. Plain text.
    #[serde(default)]
    #[schema(example = "Which is what I bought it for.", max_length = 5000)]
    text: String,
}

/// What to change. What is not said stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewUpdate)]
pub(super) struct ReviewUpdate {
    /// 1 to 5.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = 4, minimum = 1, maximum = 5, nullable = false)]
    stars: Option<u8>,
    /// In a few words.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "Pours slowly", max_length = 150, nullable = false)]
    title: Option<String>,
    /// At length. Plain text.
    #[serde(default, deserialize_with = "said")]
    #[schema(max_length = 5000, nullable = false)]
    text: Option<String>,
}

/// Why staff do not publish a review.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewRejection)]
pub(super) struct RejectionBody {
    /// For its author, on one line.
    #[schema(example = "Please leave out the courier's name.", min_length = 1, max_length = 500)]
    pub(super) reason: String,
}

impl NewReviewBody {
    pub(super) fn review(&self) -> NewReview {
        NewReview::new(self.stars, &self.title, &self.text)
    }
}

impl ReviewUpdate {
    /// What the review shall say.
    pub(super) fn on(&self, current: &NewReview) -> NewReview {
        let Self { stars, title, text } = self;
        NewReview::new(
            stars.unwrap_or(current.stars),
            title.as_ref().unwrap_or(&current.title),
            text.as_ref().unwrap_or(&current.text),
        )
    }
}
