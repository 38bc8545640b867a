use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use doorbuster_domain::OrderId;
use doorbuster_domain::orders::Idempotency;
use doorbuster_engine::payments::{PayError, pay};
use doorbuster_gateways::payments::{Instruction, TestOutcome};
use serde::Deserialize;

use super::own::OwnOrder;
use super::view::OrderView;
use crate::App;
use crate::extract::{IdempotencyHeader, Json};
use crate::problem::{ApiError, Code, Problem};

/// What the test provider shall do.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TestOutcome)]
pub(super) enum TestOutcomeBody {
    /// Authorise at once.
    Success,
    /// Decline.
    Decline,
    /// Authorise after a few seconds.
    Slow,
}

/// A payment by the test provider, in development only.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TestPayment)]
pub(super) struct TestPaymentBody {
    /// What the provider shall do.
    test_outcome: TestOutcomeBody,
}

/// Pay an order
///
/// With the built-in test provider. The payment is authorised, the order claimed for it, and only then captured: no
/// charge without an order. Paying a paid order changes nothing.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/payment", tag = "orders", security(("bearer" = []), ("cart_token" = [])),
    params(
        ("id" = OrderId, Path, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "Of your making; the same for every retry",
            example = "5f0c9a52-pay"),
    ),
    request_body = TestPaymentBody,
    responses(
        (status = 200, description = "The paid order", body = OrderView,
            headers(("Idempotency-Replayed" = Option<String>, description = "`true` when the same key had paid it"))),
        (status = 400, description = "`idempotency_key_missing`, `malformed_json`", body = Problem,
            content_type = "application/problem+json"),
        (status = 402, description = "`payment_declined`: the order stays held, try again", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "`hold_expired`, `payment_in_progress`, `illegal_transition`", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`idempotency_mismatch`, `validation`", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "`payments_unavailable`, `unavailable`", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn pay_order(
    State(app): State<App>,
    OwnOrder(order): OwnOrder,
    key: IdempotencyHeader,
    Json(body): Json<TestPaymentBody>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<OrderView>), ApiError> {
    let (outcome, canonical) = match body.test_outcome {
        TestOutcomeBody::Success => (TestOutcome::Success, b"success".as_slice()),
        TestOutcomeBody::Decline => (TestOutcome::Decline, b"decline".as_slice()),
        TestOutcomeBody::Slow => (TestOutcome::Slow, b"slow".as_slice()),
    };
    let idempotency = Idempotency::new(key.required()?, canonical);
    let paid = pay(&app.engine, order, Instruction::Test(outcome), idempotency).await?;
    let replayed = HeaderValue::from_static(if paid.replayed { "true" } else { "false" });
    let view = OrderView::at(paid.order, app.engine.board.now());
    Ok(([(HeaderName::from_static("idempotency-replayed"), replayed)], Json(view)))
}

impl From<PayError> for ApiError {
    fn from(error: PayError) -> Self {
        match error {
            PayError::NoProvider => {
                Self::new(Code::PaymentsUnavailable, "This shop has no payment provider configured.")
                    .retry_after(Duration::from_secs(60))
            }
            PayError::Declined => {
                Self::new(Code::PaymentDeclined, "The provider declined. Your units stay held; try again.")
            }
            PayError::HoldExpired => {
                Self::new(Code::HoldExpired, "The hold of this order is over; nothing was charged.")
            }
            PayError::InProgress => {
                Self::new(Code::PaymentInProgress, "Another payment of this order is under way.")
                    .retry_after(Duration::from_secs(2))
            }
            PayError::Mismatch => {
                Self::new(Code::IdempotencyMismatch, "This key was used for another payment of this order.")
            }
            PayError::Illegal(illegal) => Self::new(Code::IllegalTransition, format!("{illegal}.")),
            PayError::Unreachable => {
                Self::new(Code::Unavailable, "The payment provider did not answer. We are looking into it.")
                    .retry_after(Duration::from_secs(5))
            }
            PayError::Storage(error) => error.into(),
        }
    }
}
