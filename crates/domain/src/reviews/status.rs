use serde::{Deserialize, Serialize};

/// Where a review stands. Whatever its author changes brings it back to `pending`; staff may change their mind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewStatus {
    /// Its author and the staff see it.
    Pending,
    /// Everybody sees it, and it counts.
    Published,
    /// Only its author and the staff see it, with the reason.
    Rejected,
}

/// The text names no status of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a status of a review")]
pub struct UnknownReviewStatus;

impl ReviewStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Published, Self::Rejected];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Published => "published",
            Self::Rejected => "rejected",
        }
    }
}

impl std::str::FromStr for ReviewStatus {
    type Err = UnknownReviewStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownReviewStatus)
    }
}
