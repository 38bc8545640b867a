use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts, Json, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use sqlx::PgPool;
use uuid::Uuid;

use super::answer::problem;
use super::{TokenCheck, buy};
use crate::baselines::PurchaseBody;

/// What the naive server needs.
#[derive(Clone, Debug)]
pub struct Naive {
    /// Its pool, of [`super::POOL`] connections.
    pub pool: PgPool,
    /// Knows the shop's tokens.
    pub tokens: TokenCheck,
}

/// `POST /api/v1/orders` in the naive design.
pub fn router(naive: Naive) -> Router {
    Router::new().route("/api/v1/orders", post(buy_order)).with_state(Arc::new(naive))
}

async fn buy_order(
    State(naive): State<Arc<Naive>>,
    Customer(user): Customer,
    Json(PurchaseBody { sale_id, quantity }): Json<PurchaseBody>,
) -> Response {
    if quantity < 1 {
        return problem(StatusCode::UNPROCESSABLE_ENTITY, "validation");
    }
    buy(&naive.pool, crate::ambient::id(), user, sale_id, quantity).await.into_response()
}

/// The customer whose token a request carries.
#[derive(Clone, Copy, Debug)]
pub(in crate::baselines) struct Customer(pub(in crate::baselines) Uuid);

impl<S: AsRef<TokenCheck> + Send + Sync> FromRequestParts<Arc<S>> for Customer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<S>) -> Result<Self, Response> {
        let authorization = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let tokens: &TokenCheck = S::as_ref(state);
        let user = authorization.and_then(|value| tokens.user(value));
        user.map(Self).ok_or_else(|| problem(StatusCode::UNAUTHORIZED, "unauthenticated"))
    }
}

impl AsRef<TokenCheck> for Naive {
    fn as_ref(&self) -> &TokenCheck {
        &self.tokens
    }
}
