//! Payments: attempts to pay an order, and what goes back of them.

mod refund;

mod progress;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use progress::{DisputeStatus, PaymentStep};

use crate::{Money, OrderId, PaymentId};

pub use refund::{Refund, RefundLine, RefundStatus, UnknownRefundStatus};

/// Where an attempt to pay stands.
///
/// ```text
/// pending ─→ authorized ─→ captured (─→ refund_pending ─→ refunded)
///    ├─→ declined └─→ voided
///    └─→ voided
/// ```
///
/// The two in brackets are how a captured payment looks when all of it goes back ([`Payment::standing`]): its refunds are
/// rows of their own, and it stays captured.
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
    /// Nothing was taken: the order was gone when the authorisation came, or the payment was called off.
    Voided,
    /// All of it is on its way back.
    RefundPending,
    /// All of it was paid back.
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
    /// Who moves the money: `test` or `stripe`.
    pub provider: String,
    /// The provider's name for it, once it has one.
    pub reference: Option<String>,
    /// Where it stands.
    pub status: PaymentStatus,
    /// What it waits for while it is pending, if its provider asks the customer.
    pub step: Option<PaymentStep>,
    /// Why the last try was refused, in the provider's word for it (`insufficient_funds`).
    pub failure: Option<String>,
    /// The latest complaint about it.
    pub dispute: Option<DisputeStatus>,
    /// How much.
    pub amount: Money,
    /// When it last moved.
    pub at: DateTime<Utc>,
}

impl Payment {
    /// Where it stands for people who know of its refunds: refunded only when nothing of it is left.
    pub fn standing(&self, refunds: &[Refund]) -> PaymentStatus {
        let back = |statuses: &[RefundStatus]| -> i64 {
            let counted = refunds.iter().filter(|refund| refund.payment_id == self.id);
            counted.filter(|refund| statuses.contains(&refund.status)).map(|refund| refund.amount.minor).sum()
        };
        let whole = self.amount.minor;
        if self.status != PaymentStatus::Captured || whole == 0 {
            self.status
        } else if back(&[RefundStatus::Settled]) >= whole {
            PaymentStatus::Refunded
        } else if back(&[RefundStatus::Settled, RefundStatus::Pending]) >= whole {
            PaymentStatus::RefundPending
        } else {
            PaymentStatus::Captured
        }
    }
}
