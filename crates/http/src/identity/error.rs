use doorbuster_engine::identity::{AuthenticateError, IdentityError, RefreshError, RegisterError};

use crate::problem::{ApiError, Code, internal};

impl From<RegisterError> for ApiError {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::WeakPassword(reason) => {
                Self::field("/password", reason.to_string()).with_code(Code::WeakPassword)
            }
            RegisterError::EmailTaken => {
                Self::new(Code::EmailTaken, "There is an account with this e-mail: sign in instead.")
            }
            RegisterError::Failed(error) => error.into(),
        }
    }
}

impl From<AuthenticateError> for ApiError {
    fn from(error: AuthenticateError) -> Self {
        match error {
            AuthenticateError::InvalidCredentials => {
                Self::new(Code::InvalidCredentials, "The e-mail or the password is not right.")
            }
            AuthenticateError::Failed(error) => error.into(),
        }
    }
}

impl From<RefreshError> for ApiError {
    fn from(error: RefreshError) -> Self {
        match error {
            RefreshError::InvalidToken => invalid_refresh_token(),
            RefreshError::Failed(error) => error.into(),
        }
    }
}

impl From<IdentityError> for ApiError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Busy { retry_after } => {
                Self::new(Code::Busy, "Very many people are signing in. Please try again in a moment.")
                    .retry_after(retry_after)
            }
            IdentityError::Storage(error) => error.into(),
            IdentityError::Stopped | IdentityError::Hashing(_) | IdentityError::Signing(_) => {
                internal(&error)
            }
        }
    }
}

/// 401: the session is over, or there never was one.
pub(super) fn invalid_refresh_token() -> ApiError {
    ApiError::new(Code::InvalidRefreshToken, "The session is over: sign in again.")
}
