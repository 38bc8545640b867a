use doorbuster_domain::identity::PasswordError;
use doorbuster_engine::identity::{
    AuthenticateError, IdentityError, ReauthenticateError, RefreshError, RegisterError,
};

use super::caller::unauthenticated;
use crate::problem::{ApiError, Code, internal};

impl From<RegisterError> for ApiError {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::WeakPassword(reason) => weak_password("/password", &reason),
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

/// 422: the new password at `pointer` would be guessed soon.
pub(super) fn weak_password(pointer: &str, reason: &PasswordError) -> ApiError {
    ApiError::field(pointer, reason.to_string()).with_code(Code::WeakPassword)
}

/// Whoever is signed in did not show to be the account's owner. Not 401: the session is fine, and clients would renew it.
pub(super) fn reauthenticate(pointer: &str, error: ReauthenticateError) -> ApiError {
    match error {
        ReauthenticateError::WrongPassword => {
            ApiError::field(pointer, "this is not your password").with_code(Code::WrongPassword)
        }
        ReauthenticateError::NoAccount => unauthenticated(),
        ReauthenticateError::Failed(error) => error.into(),
    }
}

/// 410: what the link in a mail carried is worthless.
pub(super) fn link_expired() -> ApiError {
    ApiError::new(
        Code::LinkExpired,
        "The link was used already, is too old, or is not complete. Ask for a new one.",
    )
}

/// 401: the session is over, or there never was one.
pub(super) fn invalid_refresh_token() -> ApiError {
    ApiError::new(Code::InvalidRefreshToken, "The session is over: sign in again.")
}
