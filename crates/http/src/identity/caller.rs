use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use doorbuster_domain::identity::{Permission, Role};
use doorbuster_domain::{SessionId, UserId};
use doorbuster_engine::identity::Claims;
use doorbuster_persistence::Work;
use doorbuster_persistence::identity::hold_role;

use crate::App;
use crate::problem::{ApiError, Code};

/// Who asks: the account that the access token speaks for. Having it means being signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The account.
    pub user: UserId,
    /// The sign-in.
    pub session: SessionId,
    /// What the account is for. Ask [`Caller::require`] instead.
    pub role: Role,
}

impl Caller {
    /// Goes on only with `permission`.
    ///
    /// # Errors
    /// 403 `forbidden`.
    pub fn require(&self, permission: Permission) -> Result<(), ApiError> {
        if self.role.may(permission) { Ok(()) } else { Err(forbidden(permission)) }
    }

    /// Asks the database whether the account still holds `permission`, and keeps it so until the end of the work: an
    /// access token may be a second behind. For writes of the staff, before any other lock.
    ///
    /// # Errors
    /// 401 for an account that was disabled meanwhile, 403 `forbidden`.
    pub async fn confirm(&self, work: &mut Work, permission: Permission) -> Result<(), ApiError> {
        let role = hold_role(work, self.user).await?.ok_or_else(unauthenticated)?;
        if role.may(permission) { Ok(()) } else { Err(forbidden(permission)) }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = bearer(&parts.headers).ok_or_else(|| {
            ApiError::new(Code::Unauthenticated, "Send an access token as Authorization: Bearer.")
        })?;
        // Expired, revoked or forged: the caller can do the same about each.
        let claims = app.engine.identity.verify(token).map_err(|_| unauthenticated())?;
        let Claims { user, session, role } = claims;
        Ok(Self { user, session, role })
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// 401: the token, or its account, is worthless now.
pub(super) fn unauthenticated() -> ApiError {
    ApiError::new(
        Code::Unauthenticated,
        "The access token is not valid any more: refresh the session or sign in.",
    )
}

/// 403: the account is not for that.
pub(super) fn forbidden(permission: Permission) -> ApiError {
    ApiError::new(Code::Forbidden, format!("Your account may not do this ({}).", permission.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, value.parse().unwrap());
        bearer(&headers).map(str::to_owned)
    }

    #[test]
    fn only_bearer_tokens_are_read() {
        assert_eq!(read("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(read("bearer  abc ").as_deref(), Some("abc"));
        for value in ["", "abc", "Bearer", "Basic abc", "Bearerabc"] {
            assert_eq!(read(value), None, "{value}");
        }
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
