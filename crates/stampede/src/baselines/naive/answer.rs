//! The answers, in the shop's format.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::{Refusal, Sold};

#[derive(Serialize)]
struct Money<'a> {
    amount: i64,
    currency: &'a str,
}

#[derive(Serialize)]
struct Line<'a> {
    product_id: Uuid,
    name: &'a str,
    quantity: i32,
    unit_price: Money<'a>,
    total: Money<'a>,
}

#[derive(Serialize)]
struct TimelineEntry {
    status: &'static str,
    at: DateTime<Utc>,
    actor: &'static str,
    note: Option<&'static str>,
}

#[derive(Serialize)]
struct Order<'a> {
    id: Uuid,
    number: &'static str,
    sale_id: Uuid,
    status: &'static str,
    lines: [Line<'a>; 1],
    total: Money<'a>,
    pay_by: DateTime<Utc>,
    created_at: DateTime<Utc>,
    timeline: [TimelineEntry; 1],
    payment: Option<()>,
    server_time: DateTime<Utc>,
}

#[derive(Serialize)]
struct Problem<'a> {
    r#type: &'a str,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    request_id: Uuid,
}

impl Sold {
    /// The order as the shop would show it.
    pub(in crate::baselines) fn view(&self) -> impl Serialize {
        let money = |amount| Money { amount, currency: &self.currency };
        let total = self.unit_minor * i64::from(self.quantity);
        Order {
            id: self.order,
            // The shop derives it from the id; as many characters will do here.
            number: "0000-0000-0000",
            sale_id: self.sale,
            status: "pending_payment",
            lines: [Line {
                product_id: self.product,
                name: &self.name,
                quantity: self.quantity,
                unit_price: money(self.unit_minor),
                total: money(total),
            }],
            total: money(total),
            pay_by: self.pay_by,
            created_at: self.placed_at,
            timeline: [TimelineEntry {
                status: "pending_payment",
                at: self.placed_at,
                actor: "customer",
                note: None,
            }],
            payment: None,
            server_time: self.placed_at,
        }
    }
}

impl IntoResponse for Sold {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self.view())).into_response()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code) = match &self {
            Self::SaleNotFound => (StatusCode::NOT_FOUND, "sale_not_found"),
            Self::SaleNotLive => (StatusCode::CONFLICT, "sale_not_live"),
            Self::QuantityLimit => (StatusCode::UNPROCESSABLE_ENTITY, "quantity_limit"),
            Self::SoldOut => (StatusCode::CONFLICT, "sold_out"),
            Self::InsufficientUnits => (StatusCode::CONFLICT, "insufficient_units"),
            Self::AlreadyPurchased => (StatusCode::CONFLICT, "already_purchased"),
            Self::Storage(error) => {
                tracing::error!(%error, "the naive server's database failed");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal")
            }
        };
        problem(status, code)
    }
}

/// A refusal, as long as the shop's.
pub(in crate::baselines) fn problem(status: StatusCode, code: &str) -> Response {
    let body = Problem {
        r#type: &format!("urn:doorbuster:problem:{code}"),
        title: "Refused",
        status: status.as_u16(),
        code,
        detail: "No unit remains. Units that are held and not paid in time come back.",
        request_id: crate::ambient::id(),
    };
    (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(body)).into_response()
}
