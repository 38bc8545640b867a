use doorbuster_domain::orders::NotLeft;
use doorbuster_engine::orders::{MoveError, ShipError};

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
