use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, http};
use doorbuster_engine::ambient::now;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::client::send;
use super::events::sign;
use super::faults::Fault;
use super::intent::Dispute;
use super::server::{Emulator, Webhook};

/// How to steer the emulator. Everything is JSON.
pub(super) fn routes() -> Router<Arc<Emulator>> {
    Router::new()
        .route("/_control/faults", post(add_fault).delete(clear_faults))
        .route("/_control/requests", get(requests))
        .route("/_control/events", get(events))
        .route("/_control/webhook", post(set_webhook))
        .route("/_control/deliver", post(deliver))
        .route("/_control/refund-status", post(set_refund_status))
        .route("/_control/intents", get(books))
        .route("/_control/intents/{id}", get(intent).post(tamper))
        .route("/_control/intents/{id}/finish", post(finish))
        .route("/_control/intents/{id}/dispute", post(dispute))
        .route("/_control/disputes/{id}", post(move_dispute))
        .route("/_control/refunds/{id}", post(move_refund))
}

type Shared = State<Arc<Emulator>>;

fn not_found() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

async fn add_fault(State(emulator): Shared, Json(fault): Json<Fault>) -> StatusCode {
    emulator.world().faults.push(fault);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(emulator): Shared) -> StatusCode {
    emulator.world().faults.clear();
    StatusCode::NO_CONTENT
}

async fn requests(State(emulator): Shared) -> Json<Value> {
    Json(json!(emulator.world().seen))
}

async fn events(State(emulator): Shared) -> Json<Value> {
    let world = emulator.world();
    let shown = world.events.iter().map(
        |event| json!({"id": event.id, "type": event.kind, "body": event.body, "answers": event.answers}),
    );
    Json(shown.collect())
}

#[derive(Deserialize)]
struct WebhookBody {
    url: String,
    secret: String,
    #[serde(default)]
    held: bool,
}

async fn set_webhook(State(emulator): Shared, Json(body): Json<WebhookBody>) -> StatusCode {
    let WebhookBody { url, secret, held } = body;
    *emulator.webhook.lock().unwrap_or_else(PoisonError::into_inner) = Some(Webhook { url, secret, held });
    emulator.told.notify_one();
    StatusCode::NO_CONTENT
}

/// Sends these events, in this order, each as often as it is named. Answers what was answered.
async fn deliver(State(emulator): Shared, Json(ids): Json<Vec<String>>) -> Json<Value> {
    let mut answers = Vec::new();
    for id in ids {
        answers.push(send_event(&emulator, &id).await);
    }
    Json(json!(answers))
}

async fn set_refund_status(State(emulator): Shared, Json(status): Json<String>) -> StatusCode {
    emulator.world().refund_status = Some(status);
    StatusCode::NO_CONTENT
}

/// Every intent with what is reserved, was taken and went back.
async fn books(State(emulator): Shared) -> Json<Value> {
    let world = emulator.world();
    let intents = world.intents.values().map(|intent| {
        json!({"id": intent.id, "status": intent.status, "metadata": intent.metadata, "capturable": intent.capturable,
            "received": intent.received, "refunded": intent.refunded})
    });
    Json(intents.collect())
}

async fn intent(State(emulator): Shared, Path(id): Path<String>) -> Response {
    let (status, body) = emulator.world().retrieve_intent(&id);
    (status, Json(body)).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tampering {
    amount: Option<i64>,
    currency: Option<String>,
    /// What was reserved is not any more, and somebody would have to confirm it again.
    #[serde(default)]
    unreserved: bool,
}

/// Makes an intent be about another sum, or worth nothing, which nobody told the shop.
async fn tamper(State(emulator): Shared, Path(id): Path<String>, Json(body): Json<Tampering>) -> Response {
    let mut world = emulator.world();
    let Some(intent) = world.intents.get_mut(&id) else { return not_found() };
    intent.amount = body.amount.unwrap_or(intent.amount);
    intent.currency = body.currency.unwrap_or_else(|| intent.currency.clone());
    if body.unreserved {
        intent.status = "requires_payment_method";
        intent.capturable = 0;
    }
    Json(intent.json()).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finish {
    /// `succeed`, `fail`, `cancel`, or `capture`, as somebody does at Stripe's own pages.
    outcome: String,
}

/// What the bank, Stripe or its pages do with an intent.
async fn finish(State(emulator): Shared, Path(id): Path<String>, Json(body): Json<Finish>) -> Response {
    let said = {
        let mut world = emulator.world();
        match body.outcome.as_str() {
            "succeed" => world.succeed(&id),
            // Stripe itself may, in any state.
            "cancel" => world.call_off(&id),
            "capture" => world.capture_intent(&id, &super::form::Form::default()),
            _ => world.fail(&id),
        }
    };
    emulator.told.notify_one();
    (said.0, Json(said.1)).into_response()
}

async fn dispute(State(emulator): Shared, Path(id): Path<String>) -> Response {
    let object = {
        let mut world = emulator.world();
        let Some(intent) = world.intents.get(&id).cloned() else { return not_found() };
        let dispute = Dispute {
            id: world.fresh("dp"),
            created: now().timestamp(),
            intent: id,
            amount: intent.received,
            currency: intent.currency,
            status: "needs_response".to_owned(),
        };
        let object = dispute.json();
        world.disputes.insert(dispute.id.clone(), dispute);
        world.tell("charge.dispute.created", &object);
        object
    };
    emulator.told.notify_one();
    Json(object).into_response()
}

async fn move_dispute(
    State(emulator): Shared,
    Path(id): Path<String>,
    Json(status): Json<String>,
) -> Response {
    {
        let mut world = emulator.world();
        let Some(dispute) = world.disputes.get_mut(&id) else { return not_found() };
        dispute.status = status;
        let over = matches!(dispute.status.as_str(), "won" | "lost" | "warning_closed" | "prevented");
        let kind = if over { "charge.dispute.closed" } else { "charge.dispute.updated" };
        let object = dispute.json();
        world.tell(kind, &object);
    }
    emulator.told.notify_one();
    StatusCode::NO_CONTENT.into_response()
}

async fn move_refund(
    State(emulator): Shared,
    Path(id): Path<String>,
    Json(status): Json<String>,
) -> Response {
    {
        let mut world = emulator.world();
        let Some(refund) = world.refunds.get_mut(&id) else { return not_found() };
        let failed = matches!(status.as_str(), "failed" | "canceled") && refund.status != status;
        refund.status = status;
        let (object, intent, amount) = (refund.json(), refund.intent.clone(), refund.amount);
        if failed && let Some(intent) = world.intents.get_mut(&intent) {
            // The money came back to the shop's account.
            intent.refunded -= amount;
        }
        world.tell(if failed { "refund.failed" } else { "refund.updated" }, &object);
    }
    emulator.told.notify_one();
    StatusCode::NO_CONTENT.into_response()
}

/// Sends what is due, one event after the other, unless they are held.
pub(super) async fn deliver_when_told(emulator: Arc<Emulator>) {
    loop {
        emulator.told.notified().await;
        while emulator.webhook().is_some_and(|webhook| !webhook.held) {
            let next = emulator.world().events.iter().find(|event| event.due).map(|event| event.id.clone());
            let Some(next) = next else { break };
            send_event(&emulator, &next).await;
        }
    }
}

/// Signs and sends an event. Returns the status that was answered, 0 for none.
async fn send_event(emulator: &Emulator, id: &str) -> u16 {
    let event = {
        let mut world = emulator.world();
        let Some(event) = world.events.iter_mut().find(|event| event.id == id) else { return 0 };
        event.due = false;
        event.clone()
    };
    let Some(Webhook { url, secret, held: _ }) = emulator.webhook() else { return 0 };
    let signature = sign(&secret, now().timestamp(), event.body.as_bytes());
    let headers = [("stripe-signature", signature.as_str()), ("content-type", "application/json")];
    let sent = timeout(Duration::from_secs(30), send(&url, &http::Method::POST, &headers, &event.body)).await;
    let status = sent.ok().and_then(Result::ok).map_or(0, |(status, _)| status);
    if let Some(event) = emulator.world().events.iter_mut().find(|event| event.id == id) {
        event.answers.push(status);
    }
    status
}
