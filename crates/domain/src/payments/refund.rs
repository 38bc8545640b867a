use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::orders::By;
use crate::{Money, OrderId, PaymentId, ProductId, RefundId, ReturnId};

/// Where a refund stands. A provider may take a settled one back later, when the customer's bank refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// Decided. The provider is asked until it has an answer.
    Pending,
    /// The money is on its way to the customer, for good.
    Settled,
    /// The provider declined: no money moved, and staff have to look at it.
    Failed,
}

/// The text names no status of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a status of a refund")]
pub struct UnknownRefundStatus;

impl RefundStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Settled, Self::Failed];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Settled => "settled",
            Self::Failed => "failed",
        }
    }
}

impl std::str::FromStr for RefundStatus {
    type Err = UnknownRefundStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownRefundStatus)
    }
}

/// What a refund is about, of one line of its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundLine {
    /// Which line: an order has at most one of a product.
    pub product_id: ProductId,
    /// Units that left the order with it; none when it is only about money.
    pub quantity: u32,
    /// Those of them that had not left the house, and never will.
    pub unsent: u32,
    /// The part of the refund's amount that goes back for this line, VAT contained.
    pub amount: Money,
    /// Whether the units can be sold again; if not they are gone.
    pub restocked: bool,
}

/// Money that goes back to a customer, whole or in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Its id.
    pub id: RefundId,
    /// Of which order.
    pub order_id: OrderId,
    /// Which payment is paid back.
    pub payment_id: PaymentId,
    /// How much: Σ lines + shipping.
    pub amount: Money,
    /// The part of it that goes back of what the parcel cost.
    pub shipping: Money,
    /// What it is for, by product.
    pub lines: Vec<RefundLine>,
    /// Why, in words that the customer reads.
    pub reason: String,
    /// Who asked for it.
    pub by: By,
    /// The return that it pays for: its units came back, whether they can be sold again or not.
    pub return_id: Option<ReturnId>,
    /// Where it stands.
    pub status: RefundStatus,
    /// The provider's name for it, once it has one.
    pub reference: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
    /// When it was decided.
    pub at: DateTime<Utc>,
    /// When it was settled, or failed.
    pub ended_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::Actor;
    use crate::payments::{Payment, PaymentStatus};
    use crate::{Currency, UserId};
    use uuid::Uuid;

    fn refund(minor: i64, status: RefundStatus) -> Refund {
        Refund {
            id: RefundId(Uuid::nil()),
            order_id: OrderId(Uuid::nil()),
            payment_id: PaymentId(Uuid::nil()),
            amount: Money::new(minor, Currency::EUR),
            shipping: Money::new(0, Currency::EUR),
            lines: Vec::new(),
            reason: "Broken".to_owned(),
            by: By { actor: Actor::Staff, user: Some(UserId(Uuid::nil())) },
            return_id: None,
            status,
            reference: None,
            failure: None,
            at: DateTime::UNIX_EPOCH,
            ended_at: None,
        }
    }

    #[test]
    fn a_payment_is_refunded_when_all_of_it_is() {
        use RefundStatus::{Failed, Pending, Settled};
        let mut payment = Payment {
            id: PaymentId(Uuid::nil()),
            order_id: OrderId(Uuid::nil()),
            provider: "test".to_owned(),
            reference: None,
            status: PaymentStatus::Captured,
            amount: Money::new(100, Currency::EUR),
            at: DateTime::UNIX_EPOCH,
            step: None,
            failure: None,
            dispute: None,
        };
        for (refunds, expected) in [
            (&[][..], PaymentStatus::Captured),
            (&[refund(99, Settled)], PaymentStatus::Captured),
            (&[refund(100, Failed)], PaymentStatus::Captured),
            (&[refund(60, Settled), refund(40, Pending)], PaymentStatus::RefundPending),
            (&[refund(60, Settled), refund(40, Failed), refund(40, Settled)], PaymentStatus::Refunded),
        ] {
            assert_eq!(payment.standing(refunds), expected);
        }
        payment.status = PaymentStatus::Voided;
        assert_eq!(payment.standing(&[]), PaymentStatus::Voided);
        // An order for nothing was never paid back.
        payment.status = PaymentStatus::Captured;
        payment.amount = Money::new(0, Currency::EUR);
        assert_eq!(payment.standing(&[]), PaymentStatus::Captured);
    }

    #[test]
    fn texts_read_back() {
        for status in RefundStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        assert_eq!("gone".parse::<RefundStatus>(), Err(UnknownRefundStatus));
    }
}
