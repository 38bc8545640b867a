use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use doorbuster_domain::orders::{Idempotency, Order, OrderStatus};
use doorbuster_domain::sales::{MAX_QUANTITY, Purchase, Terms, Verdict};
use doorbuster_domain::{OrderId, SaleId, UserId};
use doorbuster_engine::orders::buy as buy_units;
use doorbuster_persistence::orders::find;
use serde::Deserialize;

use super::created::created;
use super::view::OrderView;
use crate::App;
use crate::extract::{IdempotencyHeader, Json};
use crate::identity::{OrdersPlace, Permitted};
use crate::problem::{ApiError, Code, Problem};

/// What to buy. Price and total are the shop's business.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Purchase)]
pub(super) struct PurchaseBody {
    /// In which sale.
    sale_id: SaleId,
    /// How many units.
    #[schema(example = 1, minimum = 1, maximum = 1000)]
    quantity: u32,
}

/// Buy
///
/// One request decides: 201 means that the units are yours, durably, and held until `pay_by`. With an
/// `Idempotency-Key` a retry after a lost answer finds the order instead of buying again. One active order per customer
/// and sale.
#[utoipa::path(
    post, path = "/api/v1/orders", tag = "orders", security(("bearer" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Of your making; the same for every retry",
        example = "5f0c9a52-buy")),
    request_body = PurchaseBody,
    responses(
        (status = 201, description = "The order; its units are held until `pay_by`", body = OrderView, headers(
            ("Location" = String, description = "Where the order is"),
            ("Idempotency-Replayed" = Option<String>, description = "`true` when the same key had made it before"))),
        (status = 404, description = "`sale_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`sold_out`, `sale_not_live` (with `sale_status`), `already_purchased` (with \
            `order_id`), `insufficient_units` (with `remaining`)", body = Problem,
            content_type = "application/problem+json",
            example = json!({"type": "urn:doorbuster:problem:sold_out", "title": "Sold out", "status": 409,
                "code": "sold_out", "detail": "No unit remains. Units that are held and not paid in time come back.",
                "request_id": "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e"})),
        (status = 422, description = "`quantity_limit` (with `limit`), `idempotency_mismatch` (with `order_id`), \
            `validation`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy` (nothing was done), `outcome_unknown` (ask again with the same key)",
            body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn buy(
    State(app): State<App>,
    customer: Permitted<OrdersPlace>,
    key: IdempotencyHeader,
    Json(body): Json<PurchaseBody>,
) -> Result<Response, ApiError> {
    let user = customer.caller().user;
    let fields = app.limiter.purchase(user).await?;
    let purchase = body.check(user, key)?;
    let verdict = buy_units(&app.engine, body.sale_id, purchase).await?;
    let answered = answer(&app, body.sale_id, &purchase, verdict).await;
    let mut response = answered.unwrap_or_else(ApiError::into_response);
    if let Some(fields) = fields {
        fields.write(response.headers_mut());
    }
    Ok(response)
}

impl PurchaseBody {
    fn check(self, user: UserId, key: IdempotencyHeader) -> Result<Purchase, ApiError> {
        if !(1..=MAX_QUANTITY).contains(&self.quantity) {
            return Err(ApiError::field("/quantity", format!("1 to {MAX_QUANTITY} units")));
        }
        let idempotency = key.0.map(|key| Idempotency::new(key, &self.quantity.to_be_bytes()));
        Ok(Purchase { user, quantity: self.quantity, idempotency })
    }
}

/// The verdict as an answer. What reads the database is boxed: it is rare, and thousands wait in this future.
async fn answer(
    app: &App,
    sale: SaleId,
    purchase: &Purchase,
    verdict: Verdict,
) -> Result<Response, ApiError> {
    match verdict {
        Verdict::Sold { order, terms } => {
            let order = placed(order, sale, purchase, &terms)?;
            Ok(created(OrderView::at(order, terms.placed_at), false))
        }
        Verdict::Recovered { order } => Ok(created(Box::pin(read(app, order)).await?, false)),
        Verdict::Replayed { order } => Ok(created(Box::pin(read(app, order)).await?, true)),
        refusal => Err(refuse(&refusal)),
    }
}

/// The order as it stands in the database, put together without reading it.
fn placed(id: OrderId, sale: SaleId, purchase: &Purchase, terms: &Terms) -> Result<Order, ApiError> {
    let line = terms.line(purchase.quantity)?;
    Ok(Order {
        id,
        user_id: purchase.user,
        sale_id: Some(sale),
        status: OrderStatus::PendingPayment,
        total: line.total,
        lines: vec![line],
        pay_by: terms.pay_by,
        created_at: terms.placed_at,
        timeline: vec![Order::placed(terms.placed_at)],
        payment: None,
        shipments: Vec::new(),
        refunds: Vec::new(),
        returns: Vec::new(),
        checkout: None,
    })
}

async fn read(app: &App, order: OrderId) -> Result<OrderView, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let order = find(&mut connection, order).await?.ok_or_else(ApiError::not_found)?;
    Ok(OrderView::at(order, app.engine.board.now()))
}

fn refuse(verdict: &Verdict) -> ApiError {
    match verdict {
        Verdict::SoldOut => ApiError::new(
            Code::SoldOut,
            "No unit remains. Units that are held and not paid in time come back.",
        ),
        Verdict::InsufficientUnits { remaining } => {
            ApiError::new(Code::InsufficientUnits, format!("Only {remaining} remain."))
                .with_remaining(*remaining)
        }
        Verdict::QuantityLimit { limit } => {
            ApiError::new(Code::QuantityLimit, format!("At most {limit} per customer.")).with_limit(*limit)
        }
        Verdict::AlreadyPurchased { order } => {
            ApiError::new(Code::AlreadyPurchased, "You have an order in this sale.").about_order(*order)
        }
        Verdict::IdempotencyMismatch { order } => {
            ApiError::new(Code::IdempotencyMismatch, "This key made an order with another quantity.")
                .about_order(*order)
        }
        Verdict::NotLive(status) => {
            ApiError::new(Code::SaleNotLive, format!("The sale is {}.", status.as_str().replace('_', " ")))
                .with_sale_status(*status)
        }
        Verdict::UnknownSale => ApiError::new(Code::SaleNotFound, "There is no such sale."),
        Verdict::Busy => {
            ApiError::new(Code::Busy, "Too many are waiting. Nothing was bought; please try again.")
                .retry_after(Duration::from_secs(1))
        }
        Verdict::OutcomeUnknown => {
            let text = "We lost the database's answer. Ask again with the same Idempotency-Key to learn the outcome.";
            ApiError::new(Code::OutcomeUnknown, text).retry_after(Duration::from_secs(2))
        }
        Verdict::Failed | Verdict::Sold { .. } | Verdict::Recovered { .. } | Verdict::Replayed { .. } => {
            ApiError::new(Code::Internal, "The mistake is ours and was noted. Nothing was bought.")
        }
    }
}
