use serde::{Deserialize, Serialize};

/// What a pending payment waits for, when its customer pays in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStep {
    /// For the customer, who has not said yet what to pay with.
    AwaitingCustomer,
    /// For the customer, whose last try was refused: another one, or another card, may succeed.
    Failed,
    /// For the customer, whose bank wants to be asked.
    RequiresAction,
    /// For the provider, who has everything.
    Processing,
}

impl PaymentStep {
    /// Every step.
    pub const ALL: [Self; 4] = [Self::AwaitingCustomer, Self::Failed, Self::RequiresAction, Self::Processing];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingCustomer => "awaiting_customer",
            Self::Failed => "failed",
            Self::RequiresAction => "requires_action",
            Self::Processing => "processing",
        }
    }
}

/// Where the customer's complaint about a charge stands, which they made at their bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    /// The shop has to answer it.
    NeedsResponse,
    /// The bank decides.
    UnderReview,
    /// For the shop: the money stays.
    Won,
    /// For the customer: the money went back.
    Lost,
    /// It came to nothing: no money moved.
    Closed,
}

impl DisputeStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::NeedsResponse, Self::UnderReview, Self::Won, Self::Lost, Self::Closed];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NeedsResponse => "needs_response",
            Self::UnderReview => "under_review",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Closed => "closed",
        }
    }
}
