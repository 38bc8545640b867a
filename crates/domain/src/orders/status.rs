use serde::{Deserialize, Serialize};

/// Where an order stands.
///
/// ```text
/// pending_payment ─→ authorized ─→ paid ─→ packed ─→ shipped ─→ delivered ─→ returned
///        ├─→ expired ←──┘ (↺ back)  └────────┴─→ cancelled
///        └─→ cancelled
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Units are held until `pay_by`.
    PendingPayment,
    /// The payment is authorised and the order claimed for it; the capture is under way.
    Authorized,
    /// The money is captured.
    Paid,
    /// Ready to leave the house.
    Packed,
    /// On its way.
    Shipped,
    /// Arrived.
    Delivered,
    /// Not paid in time; the units went back.
    Expired,
    /// Called off by the customer or by staff; what was captured is refunded.
    Cancelled,
    /// Sent back after delivery.
    Returned,
}

/// What asking for a state means for an order, or a sale, in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    /// It moves.
    Moves,
    /// It is there already: success, and nothing changes.
    Repeated,
}

/// The order cannot go there from where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an order that is {} cannot become {}", from.as_str(), to.as_str())]
pub struct IllegalTransition {
    /// Where the order is.
    pub from: OrderStatus,
    /// Where it was asked to go.
    pub to: OrderStatus,
}

impl OrderStatus {
    /// Every status.
    pub const ALL: [Self; 9] = [
        Self::PendingPayment,
        Self::Authorized,
        Self::Paid,
        Self::Packed,
        Self::Shipped,
        Self::Delivered,
        Self::Expired,
        Self::Cancelled,
        Self::Returned,
    ];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PendingPayment => "pending_payment",
            Self::Authorized => "authorized",
            Self::Paid => "paid",
            Self::Packed => "packed",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Returned => "returned",
        }
    }

    /// The states that an order may move to from here.
    pub fn successors(self) -> &'static [Self] {
        use OrderStatus::{
            Authorized, Cancelled, Delivered, Expired, Packed, Paid, PendingPayment, Returned, Shipped,
        };
        match self {
            PendingPayment => &[Authorized, Expired, Cancelled],
            Authorized => &[Paid, PendingPayment, Expired],
            Paid => &[Packed, Cancelled],
            Packed => &[Shipped, Cancelled],
            Shipped => &[Delivered],
            Delivered => &[Returned],
            Expired | Cancelled | Returned => &[],
        }
    }

    /// What moving to `to` means.
    ///
    /// # Errors
    /// [`IllegalTransition`] when the machine has no such move.
    pub fn transition(self, to: Self) -> Result<Transition, IllegalTransition> {
        if self == to {
            Ok(Transition::Repeated)
        } else if self.successors().contains(&to) {
            Ok(Transition::Moves)
        } else {
            Err(IllegalTransition { from: self, to })
        }
    }

    /// Whether the order counts as the customer's one order in its sale.
    pub fn is_active(self) -> bool {
        !matches!(self, Self::Expired | Self::Cancelled | Self::Returned)
    }
}

impl std::str::FromStr for OrderStatus {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownStatus)
    }
}

/// The text names no order status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an order status")]
pub struct UnknownStatus;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn status() -> impl Strategy<Value = OrderStatus> {
        proptest::sample::select(OrderStatus::ALL.to_vec())
    }

    proptest! {
        /// Whatever is asked of an order, it only ever walks along the drawn arrows, and what ended stays ended.
        #[test]
        fn walks_are_legal(wishes in proptest::collection::vec(status(), 0..40)) {
            let mut now = OrderStatus::PendingPayment;
            for wish in wishes {
                match now.transition(wish) {
                    Ok(Transition::Moves) => {
                        prop_assert!(now.is_active(), "{now:?} moved to {wish:?}");
                        prop_assert_ne!(now, wish);
                        now = wish;
                    }
                    Ok(Transition::Repeated) => prop_assert_eq!(now, wish),
                    Err(error) => prop_assert_eq!(error, IllegalTransition { from: now, to: wish }),
                }
            }
        }
    }

    #[test]
    fn only_pending_and_authorized_orders_expire() {
        let expiring: Vec<_> = OrderStatus::ALL
            .into_iter()
            .filter(|status| status.transition(OrderStatus::Expired) == Ok(Transition::Moves))
            .collect();
        assert_eq!(expiring, [OrderStatus::PendingPayment, OrderStatus::Authorized]);
    }

    #[test]
    fn paid_orders_are_never_pending_again() {
        for status in [OrderStatus::Paid, OrderStatus::Packed, OrderStatus::Shipped, OrderStatus::Delivered] {
            assert!(status.transition(OrderStatus::PendingPayment).is_err());
        }
    }

    #[test]
    fn texts_read_back() {
        for status in OrderStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
    }
}
