use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use doorbuster_domain::OrderId;
use doorbuster_domain::orders::Idempotency;
use doorbuster_engine::payments::{Paid, PayError, pay};
use doorbuster_gateways::payments::{Instruction, TestOutcome};
use serde::Deserialize;

use super::own::OwnOrderId;
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

/// How to pay.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PaymentRequest)]
pub(super) struct PaymentBody {
    /// What the test provider shall do, where that is the shop's. Otherwise leave it out: the rest is between the browser
    /// and the provider.
    test_outcome: Option<TestOutcomeBody>,
}

impl PaymentBody {
    /// What the provider is told, and what tells this body from another one.
    fn instruction(self, app: &App) -> Result<(Instruction, &'static [u8]), ApiError> {
        let browser = app.engine.payments.as_ref().is_some_and(|provider| provider.waits_for_customer());
        match self.test_outcome {
            None if browser => Ok((Instruction::Browser, b"browser")),
            None => Err(ApiError::field("/test_outcome", "the test provider needs to be told")),
            Some(_) if browser => {
                Err(ApiError::field("/test_outcome", "this shop has a real payment provider"))
            }
            Some(TestOutcomeBody::Success) => Ok((Instruction::Test(TestOutcome::Success), b"success")),
            Some(TestOutcomeBody::Decline) => Ok((Instruction::Test(TestOutcome::Decline), b"decline")),
            Some(TestOutcomeBody::Slow) => Ok((Instruction::Test(TestOutcome::Slow), b"slow")),
        }
    }
}

/// Pay an order
///
/// The payment is authorised, the order claimed for it, and only then captured: no charge without an order. Paying a paid
/// order changes nothing.
///
/// With Stripe the answer is the order whose `payment.browser` has what Stripe.js needs. When the customer has confirmed
/// there, ask again with the same key: the answer is the paid order, or the one that still waits and says for what.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/payment", tag = "orders", security(("bearer" = []), ("cart_token" = [])),
    params(
        ("id" = OrderId, Path, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "Of your making; the same for every retry",
            example = "5f0c9a52-pay"),
    ),
    request_body = PaymentBody,
    responses(
        (status = 200, description = "The order: paid, or with a payment that waits for the customer", body = OrderView,
            headers(("Idempotency-Replayed" = Option<String>, description = "`true` when the same key had begun or paid it"))),
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
    OwnOrderId(id): OwnOrderId,
    key: IdempotencyHeader,
    Json(body): Json<PaymentBody>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<OrderView>), ApiError> {
    let key = key.required()?;
    let (instruction, canonical) = body.instruction(&app)?;
    let Paid { order, replayed, browser } =
        pay(&app.engine, id, instruction, Idempotency::new(key, canonical)).await?;
    let replayed = HeaderValue::from_static(if replayed { "true" } else { "false" });
    let view = OrderView::at(order, app.engine.board.now()).payable_in(browser);
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
