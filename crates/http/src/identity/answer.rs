use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use doorbuster_engine::identity::SignedIn;
use serde::Serialize;

use super::cookie::{RefreshCookie, RefreshDelivery};
use super::view::UserView;
use crate::App;
use crate::extract::Json;

/// Somebody is signed in.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionTokens {
    /// Who.
    user: UserView,
    /// Send it as `Authorization: Bearer`. Keep it in memory only.
    #[schema(example = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOi…")]
    access_token: String,
    /// How to send it.
    token_type: TokenType,
    /// Seconds until the access token ends.
    #[schema(example = 900)]
    expires_in: u64,
    /// Renews the session, once. Only for who asked with `"refresh": "body"`; browsers have it in the cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "bS0yV0VtR3hxQ0s5N2d0eUZ6a1J4Z2ZtN2pVb0pXcVE")]
    refresh_token: Option<String>,
}

/// How an access token is sent.
#[derive(Clone, Copy, Serialize, utoipa::ToSchema)]
enum TokenType {
    /// As `Authorization: Bearer`.
    Bearer,
}

/// The tokens, each where it belongs. No cache on the way may keep them.
pub(super) fn answer(
    app: &App,
    status: StatusCode,
    signed_in: SignedIn,
    delivery: RefreshDelivery,
) -> Response {
    let refresh_token = &signed_in.refresh_token;
    let (in_body, in_cookie) = match delivery {
        RefreshDelivery::Body => (Some(refresh_token.expose().to_owned()), None),
        RefreshDelivery::Cookie => (None, RefreshCookie::set(&app.shop, refresh_token)),
    };
    let tokens = SessionTokens {
        access_token: signed_in.access_token().to_owned(),
        token_type: TokenType::Bearer,
        expires_in: signed_in.expires_in.as_secs(),
        refresh_token: in_body,
        user: signed_in.user.into(),
    };
    let mut response = (status, Json(tokens)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().extend(in_cookie);
    response
}
