use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::orders::{OrderStatus, ReturnStatus};
use crate::{OrderId, RefundId, ReturnId, ShipmentId, UserId, WebhookId};

/// Work for later, as the jobs table keeps it. Variants are added, never changed: rows of older versions wait there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Task {
    /// Mail a link that proves that this person reads this address, theirs or the one they want.
    MailVerification {
        /// Who.
        user: UserId,
        /// Where the link goes.
        email: String,
    },
    /// Mail a link that sets a new password, if there is an account with this address. Whether there is one is looked
    /// up later, so that asking takes the same time for every address.
    MailPasswordReset {
        /// What somebody said theirs is.
        email: String,
    },
    /// Tell the old address that the account has a new one.
    MailEmailChanged {
        /// The old address.
        email: String,
    },
    /// Tell a person that their password was changed.
    MailPasswordChanged {
        /// Where they are reached.
        email: String,
    },
    /// Thank a customer for the payment of an order.
    MailOrderPaid {
        /// Which.
        order: OrderId,
    },
    /// Tell a customer what is on its way, and how to follow it.
    MailOrderShipped {
        /// Which.
        order: OrderId,
        /// The parcel.
        shipment: ShipmentId,
    },
    /// Tell a customer that all of it has arrived.
    MailOrderDelivered {
        /// Which.
        order: OrderId,
    },
    /// Tell a customer that the order was called off.
    MailOrderCancelled {
        /// Which.
        order: OrderId,
    },
    /// Tell a customer what was paid back.
    MailOrderRefunded {
        /// Of which order.
        order: OrderId,
        /// The refund.
        refund: RefundId,
    },
    /// Tell somebody of the staff that an endpoint was switched off because it failed for days.
    MailWebhookGivenUp {
        /// Which.
        webhook: WebhookId,
        /// Where they are reached.
        email: String,
    },
    /// Tell a customer where a return went.
    MailReturn {
        /// Of which order.
        order: OrderId,
        /// The return.
        id: ReturnId,
        /// Where it went.
        status: ReturnStatus,
    },
}

impl Task {
    /// The mail that tells a customer where an order went; none for moves that are told otherwise, or not worth one.
    pub fn of_move(order: OrderId, to: OrderStatus) -> Option<Self> {
        match to {
            OrderStatus::Paid => Some(Self::MailOrderPaid { order }),
            OrderStatus::Delivered => Some(Self::MailOrderDelivered { order }),
            OrderStatus::Cancelled => Some(Self::MailOrderCancelled { order }),
            // Every parcel has a mail of its own; money that goes back has one too.
            OrderStatus::Shipped
            | OrderStatus::Returned
            | OrderStatus::PendingPayment
            | OrderStatus::Authorized
            | OrderStatus::Packed
            | OrderStatus::Expired => None,
        }
    }

    /// The mail that tells a customer where a return went; none for what they did by themselves, and see.
    pub fn of_return(order: OrderId, id: ReturnId, status: ReturnStatus) -> Option<Self> {
        match status {
            ReturnStatus::Requested
            | ReturnStatus::Approved
            | ReturnStatus::Rejected
            | ReturnStatus::Received => Some(Self::MailReturn { order, id, status }),
            ReturnStatus::Withdrawn => None,
        }
    }

    /// The label of metrics and logs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::MailVerification { .. } => "mail_verification",
            Self::MailPasswordReset { .. } => "mail_password_reset",
            Self::MailEmailChanged { .. } => "mail_email_changed",
            Self::MailPasswordChanged { .. } => "mail_password_changed",
            Self::MailOrderPaid { .. } => "mail_order_paid",
            Self::MailOrderShipped { .. } => "mail_order_shipped",
            Self::MailOrderDelivered { .. } => "mail_order_delivered",
            Self::MailOrderCancelled { .. } => "mail_order_cancelled",
            Self::MailOrderRefunded { .. } => "mail_order_refunded",
            Self::MailWebhookGivenUp { .. } => "mail_webhook_given_up",
            Self::MailReturn { .. } => "mail_return",
        }
    }
}

/// How long a job that failed `attempts` times rests; none when it is given up: 10 s, 40 s, 160 s … at most six hours,
/// for a day in all.
pub fn retry_after(attempts: u32) -> Option<TimeDelta> {
    const FIRST: TimeDelta = TimeDelta::seconds(10);
    const LONGEST: TimeDelta = TimeDelta::hours(6);
    const MOST: u32 = 10;
    if attempts >= MOST {
        return None;
    }
    let factor = 4_i32.checked_pow(attempts.saturating_sub(1))?;
    Some((FIRST * factor).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_rests_longer_each_time_and_is_given_up_after_a_day() {
        let rests: Vec<_> = (1..).map_while(retry_after).collect();
        assert_eq!(rests.first(), Some(&TimeDelta::seconds(10)));
        assert!(rests.is_sorted());
        let all: TimeDelta = rests.iter().sum();
        assert!(all > TimeDelta::hours(18) && all < TimeDelta::hours(30), "{all}");
    }

    #[test]
    fn rows_of_yesterday_are_read() {
        let task: Task =
            serde_json::from_str(r#"{"task": "mail_password_reset", "email": "ada@example.com"}"#).unwrap();
        assert_eq!(task, Task::MailPasswordReset { email: "ada@example.com".into() });
        assert_eq!(task.name(), "mail_password_reset");
    }
}
