use doorbuster_persistence::promotions::codes::WriteError;

use crate::problem::{ApiError, Code};

impl From<WriteError> for ApiError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Taken => Self::new(Code::CodeTaken, "Another code has this text."),
            WriteError::LimitBelowRedeemed => {
                Self::new(Code::LimitBelowRedeemed, "More orders have used this code than that.")
            }
            WriteError::Storage(error) => error.into(),
        }
    }
}
