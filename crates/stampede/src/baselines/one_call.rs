//! The lane's own function, one call per request: one round trip and one commit each, without batches. What most would
//! do next to make the naive design faster.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Json, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use doorbuster_domain::sales::{Candidate, Purchase, Verdict};
use doorbuster_domain::{OrderId, SaleId, UserId};
use doorbuster_persistence::orders::{Batch, buy};
use doorbuster_persistence::{Database, Error, PgConnection};
use tokio::sync::Semaphore;

use super::PurchaseBody;
use super::naive::{Customer, Refusal, Sold, TokenCheck, problem};

/// Connections at which it is fastest: while one waits for the disk, the other waits for the row.
pub const POOL: usize = 2;

/// Connections like a lane's, and the tokens of the shop.
#[derive(Debug)]
pub struct OneCall {
    idle: Mutex<Vec<PgConnection>>,
    free: Semaphore,
    tokens: TokenCheck,
}

impl OneCall {
    /// Connects [`POOL`] times.
    ///
    /// # Errors
    /// Whatever connecting meets.
    pub async fn connect(database: &Database, tokens: TokenCheck) -> Result<Self, Error> {
        let mut idle = Vec::with_capacity(POOL);
        for _ in 0..POOL {
            idle.push(database.connect_writer().await?);
        }
        Ok(Self { idle: Mutex::new(idle), free: Semaphore::new(POOL), tokens })
    }

    async fn sell(&self, sale: SaleId, candidate: Candidate) -> Result<Sold, Refusal> {
        // The semaphore is never closed, and as many connections are idle as it has permits.
        let _permit = self.free.acquire().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let taken = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = taken.ok_or(sqlx::Error::PoolClosed)?;
        let outcome = buy(&mut connection, sale, false, &[candidate]).await;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        match outcome {
            Ok(Batch { verdicts, .. }) => {
                sold(sale, &candidate, verdicts.into_iter().next().unwrap_or(Verdict::Failed))
            }
            Err(Error::Sql(error)) => Err(error.into()),
            Err(error) => Err(Refusal::Storage(sqlx::Error::Decode(error.into()))),
        }
    }
}

/// `POST /api/v1/orders`.
pub fn router(one_call: OneCall) -> Router {
    Router::new().route("/api/v1/orders", post(buy_order)).with_state(Arc::new(one_call))
}

async fn buy_order(
    State(one_call): State<Arc<OneCall>>,
    Customer(user): Customer,
    Json(PurchaseBody { sale_id, quantity }): Json<PurchaseBody>,
) -> Response {
    let Some(quantity) = u32::try_from(quantity).ok().filter(|&quantity| quantity > 0) else {
        return problem(StatusCode::UNPROCESSABLE_ENTITY, "validation");
    };
    let purchase = Purchase { user: UserId(user), quantity, idempotency: None };
    let candidate = Candidate { order: OrderId(crate::ambient::id()), purchase };
    one_call.sell(SaleId(sale_id), candidate).await.into_response()
}

fn sold(sale: SaleId, candidate: &Candidate, verdict: Verdict) -> Result<Sold, Refusal> {
    match verdict {
        Verdict::Sold { order, terms } => Ok(Sold {
            order: order.0,
            sale: sale.0,
            product: terms.product_id.0,
            name: terms.product_name.clone(),
            // The body held it as an i32.
            quantity: i32::try_from(candidate.purchase.quantity).unwrap_or(i32::MAX),
            unit_minor: terms.unit_price.minor,
            currency: terms.unit_price.currency.to_string(),
            placed_at: terms.placed_at,
            pay_by: terms.pay_by,
        }),
        Verdict::SoldOut => Err(Refusal::SoldOut),
        Verdict::InsufficientUnits { .. } => Err(Refusal::InsufficientUnits),
        Verdict::QuantityLimit { .. } => Err(Refusal::QuantityLimit),
        Verdict::NotLive(_) => Err(Refusal::SaleNotLive),
        Verdict::UnknownSale => Err(Refusal::SaleNotFound),
        Verdict::AlreadyPurchased { .. } => Err(Refusal::AlreadyPurchased),
        // Of keys and retries, which there are none; a lane's own.
        Verdict::Recovered { .. }
        | Verdict::Replayed { .. }
        | Verdict::IdempotencyMismatch { .. }
        | Verdict::Busy
        | Verdict::OutcomeUnknown
        | Verdict::Failed => {
            Err(Refusal::Storage(sqlx::Error::Protocol(format!("unexpected verdict {verdict:?}"))))
        }
    }
}

impl AsRef<TokenCheck> for OneCall {
    fn as_ref(&self) -> &TokenCheck {
        &self.tokens
    }
}
