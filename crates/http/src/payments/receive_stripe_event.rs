use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use doorbuster_engine::payments::{TakeEventError, take_event};
use doorbuster_gateways::payments::EventError;
use serde::Deserialize;

use crate::App;
use crate::problem::{ApiError, Code, Problem};

/// An event of Stripe. Only its names are read; how things stand, Stripe is asked.
#[derive(Deserialize, utoipa::ToSchema)]
#[expect(dead_code, reason = "for the document: the handler needs the bytes, which are what is signed")]
pub(super) struct StripeEvent {
    /// Its name, the same when it is sent again.
    #[schema(example = "evt_1NG8Du2eZvKYlo2CUI79vXWy")]
    id: String,
    /// What happened.
    #[serde(rename = "type")]
    #[schema(example = "payment_intent.amount_capturable_updated")]
    kind: String,
    /// What it happened to.
    #[schema(value_type = Object)]
    data: serde_json::Value,
}

/// Receive an event of Stripe
///
/// For Stripe only, which signs it. Events may come late, twice, and in any order. Unknown types, and events about payments
/// of others, are received too.
#[utoipa::path(
    post, path = "/api/v1/payments/stripe/webhook", tag = "payments", request_body = StripeEvent,
    params(("Stripe-Signature" = String, Header, description = "Of these bytes, at this time",
        example = "t=1764500000,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd")),
    responses(
        (status = 204, description = "Received, now or before"),
        (status = 400, description = "`invalid_signature`: forged, changed, or signed too long ago; `malformed_json`",
            body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`payments_unavailable`, `unavailable`: send it again", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn receive_stripe_event(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, ApiError> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(Code::BodyTooLarge, "No event is that large."),
        _ => ApiError::new(Code::MalformedJson, "The event did not arrive whole."),
    })?;
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    take_event(&app.engine, signature, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<TakeEventError> for ApiError {
    fn from(error: TakeEventError) -> Self {
        match error {
            TakeEventError::NoProvider => {
                Self::new(Code::PaymentsUnavailable, "This shop is not configured for Stripe.")
                    .retry_after(Duration::from_secs(60))
            }
            TakeEventError::Refused(EventError::Malformed) => {
                Self::new(Code::MalformedJson, "This is signed, but no event.")
            }
            TakeEventError::Refused(EventError::Forged | EventError::Unsupported) => {
                Self::new(Code::InvalidSignature, "These bytes were not signed with this shop's secret.")
            }
            TakeEventError::Refused(EventError::Stale) => {
                Self::new(Code::InvalidSignature, "These bytes were signed too long ago, or not yet.")
            }
            TakeEventError::Unreachable => {
                Self::new(Code::Unavailable, "The provider could not be asked about it. Send it again.")
                    .retry_after(Duration::from_secs(30))
            }
            TakeEventError::Storage(error) => error.into(),
        }
    }
}
