//! Payments: attempts to pay an order.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Money, OrderId, PaymentId};

/// Where an attempt to pay stands.
///
/// ```text
/// pending ─→ authorized ─→ captured ─→ refund_pending ─→ refunded
///    ├─→ declined └─→ voided
///    └─→ voided
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// The provider was asked, or is about to be.
    Pending,
    /// The provider holds the money for us and the order is claimed.
    Authorized,
    /// The money is ours.
    Captured,
    /// The provider said no.
    Declined,
    /// Given back before it was captured: the order was gone when the authorisation came.
    Voided,
    /// The order was cancelled after capture; the provider is asked to pay back.
    RefundPending,
    /// Paid back.
    Refunded,
}

impl PaymentStatus {
    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Authorized,
        Self::Captured,
        Self::Declined,
        Self::Voided,
        Self::RefundPending,
        Self::Refunded,
    ];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Authorized => "authorized",
            Self::Captured => "captured",
            Self::Declined => "declined",
            Self::Voided => "voided",
            Self::RefundPending => "refund_pending",
            Self::Refunded => "refunded",
        }
    }
}

/// One attempt to pay an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// What it pays.
    pub order_id: OrderId,
    /// Who moves the money: `test`, later `stripe`.
    pub provider: String,
    /// The provider's name for it, once it has one.
    pub reference: Option<String>,
    /// Where it stands.
    pub status: PaymentStatus,
    /// How much.
    pub amount: Money,
    /// When it last moved.
    pub at: DateTime<Utc>,
}
