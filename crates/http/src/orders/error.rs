use doorbuster_domain::orders::{NotLeft, NotRefundable, NotReturnable};
use doorbuster_engine::orders::{MoveError, RefundError, ReturnError, ShipError};

use crate::problem::{ApiError, Code};

impl From<MoveError> for ApiError {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Unknown => Self::not_found(),
            MoveError::Illegal(illegal) => Self::new(Code::IllegalTransition, format!("{illegal}.")),
            MoveError::Storage(error) => error.into(),
        }
    }
}

impl From<NotLeft> for ApiError {
    fn from(error: NotLeft) -> Self {
        Self::field(format!("/lines/{}/quantity", error.place), format!("{error}"))
    }
}

impl From<ShipError> for ApiError {
    fn from(error: ShipError) -> Self {
        match error {
            ShipError::Move(error) => error.into(),
            ShipError::NotLeft(error) => error.into(),
            ShipError::Mismatch => {
                Self::new(Code::IdempotencyMismatch, "This key was used for another parcel of this order.")
            }
        }
    }
}

impl From<NotRefundable> for ApiError {
    fn from(error: NotRefundable) -> Self {
        match error {
            NotRefundable::Unpaid(_) | NotRefundable::NothingLeft => {
                Self::new(Code::NothingToRefund, format!("{error}."))
            }
            NotRefundable::Units(error) => error.into(),
            NotRefundable::Amount(_) | NotRefundable::Ends(_) => {
                Self::field("/amount", format!("{error}")).with_code(Code::RefundExceedsPaid)
            }
        }
    }
}

impl From<RefundError> for ApiError {
    fn from(error: RefundError) -> Self {
        match error {
            RefundError::Unknown => Self::not_found(),
            RefundError::NotRefundable(error) => error.into(),
            RefundError::MoreThanCaptured => Self::new(
                Code::RefundExceedsPaid,
                "Another refund of this order was faster. Look at what is left.",
            ),
            RefundError::Mismatch => {
                Self::new(Code::IdempotencyMismatch, "This key was used for another refund of this order.")
            }
            RefundError::Storage(error) => error.into(),
        }
    }
}

impl From<ReturnError> for ApiError {
    fn from(error: ReturnError) -> Self {
        match error {
            ReturnError::Unknown => Self::not_found(),
            ReturnError::NotReturnable(error @ NotReturnable::NotDelivered(_)) => {
                Self::new(Code::NotDelivered, format!("{error}."))
            }
            ReturnError::NotReturnable(error @ NotReturnable::TooLate(_)) => {
                Self::new(Code::ReturnTooLate, format!("{error}."))
            }
            ReturnError::NotReturnable(NotReturnable::Units(error)) => error.into(),
            ReturnError::Illegal(illegal) => Self::new(Code::IllegalTransition, format!("{illegal}.")),
            ReturnError::Refund(error) => error.into(),
            ReturnError::Mismatch => {
                Self::new(Code::IdempotencyMismatch, "This key was used for something else of this order.")
            }
            ReturnError::Storage(error) => error.into(),
        }
    }
}
