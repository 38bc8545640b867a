use std::io;
use std::sync::Arc;

use axum::extract::{Json, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::serve::ListenerExt;
use serde::Deserialize;
use sqlx::PgPool;
use tokio::net::TcpListener;
use uuid::Uuid;

use super::answer::problem;
use super::{Refusal, TokenCheck, buy};

/// What the naive server needs.
#[derive(Clone, Debug)]
pub struct Naive {
    /// Its pool, of [`super::POOL`] connections.
    pub pool: PgPool,
    /// Knows the shop's tokens.
    pub tokens: TokenCheck,
}

/// The body of a purchase, as strict as the shop's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Purchase {
    sale_id: Uuid,
    quantity: i32,
}

/// Serves `POST /api/v1/orders` in the naive design, and `POST /bare/orders`, which verifies and reads the same request and
/// then says "sold out" without asking anybody: the most that any server on this stack can do.
///
/// # Errors
/// Whatever listening meets.
pub async fn serve(listener: TcpListener, naive: Naive) -> io::Result<()> {
    let router = axum::Router::new()
        .route("/api/v1/orders", post(buy_order))
        .route("/bare/orders", post(refuse_order))
        .with_state(Arc::new(naive));
    let listener = listener.tap_io(|stream| {
        // An answer is one write: there is nothing to wait for.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
    });
    axum::serve(listener, router).await
}

async fn buy_order(
    State(naive): State<Arc<Naive>>,
    headers: HeaderMap,
    Json(Purchase { sale_id, quantity }): Json<Purchase>,
) -> Response {
    let Some(user) = user(&naive, &headers) else {
        return problem(StatusCode::UNAUTHORIZED, "unauthenticated");
    };
    if quantity < 1 {
        return problem(StatusCode::UNPROCESSABLE_ENTITY, "validation");
    }
    let order = crate::ambient::id();
    buy(&naive.pool, order, user, sale_id, quantity).await.into_response()
}

async fn refuse_order(
    State(naive): State<Arc<Naive>>,
    headers: HeaderMap,
    Json(Purchase { quantity, .. }): Json<Purchase>,
) -> Response {
    match user(&naive, &headers) {
        Some(_) if quantity > 0 => Refusal::SoldOut.into_response(),
        Some(_) => problem(StatusCode::UNPROCESSABLE_ENTITY, "validation"),
        None => problem(StatusCode::UNAUTHORIZED, "unauthenticated"),
    }
}

fn user(naive: &Naive, headers: &HeaderMap) -> Option<Uuid> {
    let authorization = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    naive.tokens.user(authorization)
}
