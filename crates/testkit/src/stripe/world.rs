use std::collections::{BTreeMap, HashMap};

use axum::http::StatusCode;
use doorbuster_engine::ambient::now;
use serde_json::{Value, json};

use super::events::Event;
use super::faults::{Fault, Seen};
use super::form::Form;
use super::intent::{Dispute, Intent, Refund};

/// What is answered.
pub(super) type Said = (StatusCode, Value);

/// Everything that the emulator knows.
#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) intents: BTreeMap<String, Intent>,
    pub(super) refunds: BTreeMap<String, Refund>,
    pub(super) disputes: BTreeMap<String, Dispute>,
    /// What was answered to an idempotency key, and to which request.
    pub(super) answers: HashMap<String, (String, Said)>,
    pub(super) events: Vec<Event>,
    pub(super) faults: Vec<Fault>,
    pub(super) seen: Vec<Seen>,
    /// How a refund begins: `succeeded` unless told otherwise.
    pub(super) refund_status: Option<String>,
    count: u64,
}

/// A refusal as Stripe words it.
pub(super) fn refusal(status: StatusCode, code: &str, message: &str) -> Said {
    let kind = if status == StatusCode::PAYMENT_REQUIRED { "card_error" } else { "invalid_request_error" };
    (status, json!({"error": {"type": kind, "code": code, "message": message}}))
}

fn missing(what: &str) -> Said {
    refusal(StatusCode::NOT_FOUND, "resource_missing", &format!("No such {what}"))
}

fn unexpected(intent: &Intent, what: &str) -> Said {
    let message =
        format!("You cannot {what} this PaymentIntent because it has a status of {}", intent.status);
    refusal(StatusCode::BAD_REQUEST, "payment_intent_unexpected_state", &message)
}

impl World {
    pub(super) fn fresh(&mut self, prefix: &str) -> String {
        self.count += 1;
        format!("{prefix}_emulated{:08}", self.count)
    }

    /// Changes an intent, tells that it did, and answers what it is now.
    pub(super) fn change(&mut self, id: &str, kind: &str, change: impl FnOnce(&mut Intent)) -> Said {
        let Some(intent) = self.intents.get_mut(id) else { return missing("payment_intent") };
        change(intent);
        let object = intent.json();
        self.tell(kind, &object);
        (StatusCode::OK, object)
    }

    /// The intent, as long as nothing was reserved and it may still come to something: `what` is refused after that.
    fn open_intent(&self, id: &str, what: &str) -> Result<&Intent, Said> {
        let intent = self.intents.get(id).ok_or_else(|| missing("payment_intent"))?;
        let is_open = !intent.is_over() && intent.status != "requires_capture";
        if is_open { Ok(intent) } else { Err(unexpected(intent, what)) }
    }

    pub(super) fn create_intent(&mut self, form: &Form) -> Said {
        let (Some(amount), Some(currency)) = (form.number("amount"), form.text("currency")) else {
            return refusal(StatusCode::BAD_REQUEST, "parameter_missing", "amount and currency are required");
        };
        if amount < 50 {
            return refusal(StatusCode::BAD_REQUEST, "amount_too_small", "Amount must be at least 50");
        }
        let id = self.fresh("pi");
        let mut methods: Vec<String> = form.map("allowed_payment_method_types").into_values().collect();
        if methods.is_empty() {
            methods = vec!["card".to_owned(), "ideal".to_owned()];
        }
        let intent = Intent {
            id: id.clone(),
            created: now().timestamp(),
            amount,
            currency: currency.to_owned(),
            status: "requires_payment_method",
            metadata: form.map("metadata"),
            methods,
            manual: form.text("capture_method") == Some("manual"),
            capturable: 0,
            received: 0,
            refunded: 0,
            failure: None,
        };
        let object = intent.json();
        self.intents.insert(id, intent);
        self.tell("payment_intent.created", &object);
        (StatusCode::OK, object)
    }

    pub(super) fn retrieve_intent(&self, id: &str) -> Said {
        self.intents
            .get(id)
            .map_or_else(|| missing("payment_intent"), |intent| (StatusCode::OK, intent.json()))
    }

    /// Newest first, a page after `starting_after`.
    pub(super) fn list_intents(&self, form: &Form) -> Said {
        let since = form.number("created[gte]").unwrap_or(0);
        let all = self.intents.values().rev().filter(|intent| intent.created >= since);
        page(all.map(|intent| (intent.id.as_str(), intent.json())), form, "/v1/payment_intents")
    }

    /// The customer confirms, in the browser. The payment method says what comes of it.
    pub(super) fn confirm_intent(&mut self, id: &str, form: &Form) -> Said {
        let Some(intent) = self.intents.get(id) else { return missing("payment_intent") };
        if form.text("client_secret") != Some(intent.client_secret().as_str()) {
            return refusal(
                StatusCode::BAD_REQUEST,
                "payment_intent_client_secret_mismatch",
                "another secret",
            );
        }
        if !matches!(intent.status, "requires_payment_method" | "requires_action" | "requires_confirmation") {
            return unexpected(intent, "confirm");
        }
        let (kind, status, failure) = match form.text("payment_method").unwrap_or("pm_card_visa") {
            "pm_card_declined" => {
                ("payment_intent.payment_failed", "requires_payment_method", Some("insufficient_funds"))
            }
            "pm_card_authenticationRequired" => ("payment_intent.requires_action", "requires_action", None),
            "pm_processing" => ("payment_intent.processing", "processing", None),
            _ => return self.succeed(id),
        };
        let said = self.change(id, kind, |intent| {
            intent.status = status;
            intent.failure = failure.map(str::to_owned);
        });
        if failure.is_some() {
            return refusal(StatusCode::PAYMENT_REQUIRED, "card_declined", "Your card was declined.");
        }
        said
    }

    /// The money is reserved, or taken at once when nobody wants to capture it by hand.
    pub(super) fn succeed(&mut self, id: &str) -> Said {
        let intent = match self.open_intent(id, "confirm") {
            Ok(intent) => intent,
            Err(refused) => return refused,
        };
        let (kind, status) = if intent.manual {
            ("payment_intent.amount_capturable_updated", "requires_capture")
        } else {
            ("payment_intent.succeeded", "succeeded")
        };
        self.change(id, kind, |intent| {
            intent.status = status;
            intent.failure = None;
            let place = if intent.manual { &mut intent.capturable } else { &mut intent.received };
            *place = intent.amount;
        })
    }

    /// The bank refuses what nothing was reserved for yet.
    pub(super) fn fail(&mut self, id: &str) -> Said {
        if let Err(refused) = self.open_intent(id, "fail") {
            return refused;
        }
        self.change(id, "payment_intent.payment_failed", |intent| {
            intent.status = "requires_payment_method";
            intent.failure = Some("authentication_required".to_owned());
        })
    }

    pub(super) fn capture_intent(&mut self, id: &str, form: &Form) -> Said {
        let Some(intent) = self.intents.get(id) else { return missing("payment_intent") };
        if intent.status != "requires_capture" {
            return unexpected(intent, "capture");
        }
        let amount = form.number("amount_to_capture").unwrap_or(intent.capturable);
        if amount > intent.capturable {
            return refusal(StatusCode::BAD_REQUEST, "amount_too_large", "more than was authorised");
        }
        self.change(id, "payment_intent.succeeded", |intent| {
            intent.status = "succeeded";
            intent.capturable = 0;
            intent.received = amount;
        })
    }

    pub(super) fn cancel_intent(&mut self, id: &str) -> Said {
        let Some(intent) = self.intents.get(id) else { return missing("payment_intent") };
        if intent.is_over() || intent.status == "processing" {
            return unexpected(intent, "cancel");
        }
        self.call_off(id)
    }

    /// Nothing comes of it, whatever it was.
    pub(super) fn call_off(&mut self, id: &str) -> Said {
        self.change(id, "payment_intent.canceled", |intent| {
            intent.status = "canceled";
            intent.capturable = 0;
        })
    }

    pub(super) fn create_refund(&mut self, form: &Form) -> Said {
        let id = form.text("payment_intent").unwrap_or_default().to_owned();
        let Some(intent) = self.intents.get_mut(&id) else { return missing("payment_intent") };
        let left = intent.received - intent.refunded;
        let amount = form.number("amount").unwrap_or(left);
        if left == 0 {
            return refusal(StatusCode::BAD_REQUEST, "charge_already_refunded", "already refunded");
        }
        if amount < 1 || amount > left {
            return refusal(StatusCode::BAD_REQUEST, "amount_too_large", "more than is left of the charge");
        }
        intent.refunded += amount;
        let (currency, refunded) = (intent.currency.clone(), intent.refunded);
        let status = self.refund_status.clone().unwrap_or_else(|| "succeeded".to_owned());
        let refund = Refund {
            id: self.fresh("re"),
            created: now().timestamp(),
            intent: id.clone(),
            amount,
            currency,
            status,
            metadata: form.map("metadata"),
        };
        let object = refund.json();
        self.refunds.insert(refund.id.clone(), refund);
        self.tell("refund.created", &object);
        let charge = json!({"id": format!("ch_{id}"), "object": "charge", "payment_intent": id,
            "amount_refunded": refunded});
        self.tell("charge.refunded", &charge);
        (StatusCode::OK, object)
    }

    pub(super) fn list_refunds(&self, form: &Form) -> Said {
        let of = form.text("payment_intent");
        let all = self.refunds.values().rev().filter(|refund| of.is_none_or(|of| of == refund.intent));
        page(all.map(|refund| (refund.id.as_str(), refund.json())), form, "/v1/refunds")
    }

    pub(super) fn retrieve_refund(&self, id: &str) -> Said {
        self.refunds.get(id).map_or_else(|| missing("refund"), |refund| (StatusCode::OK, refund.json()))
    }

    pub(super) fn retrieve_dispute(&self, id: &str) -> Said {
        self.disputes.get(id).map_or_else(|| missing("dispute"), |dispute| (StatusCode::OK, dispute.json()))
    }
}

fn page<'a>(all: impl Iterator<Item = (&'a str, Value)>, form: &Form, url: &str) -> Said {
    let limit = usize::try_from(form.number("limit").unwrap_or(10).clamp(1, 100)).unwrap_or(10);
    let after = form.text("starting_after");
    let mut rest = all.skip_while(|(id, _)| after.is_some_and(|after| after != *id));
    if after.is_some() {
        rest.next();
    }
    let mut data: Vec<Value> = rest.take(limit + 1).map(|(_, object)| object).collect();
    let has_more = data.len() > limit;
    data.truncate(limit);
    (StatusCode::OK, json!({"object": "list", "url": url, "has_more": has_more, "data": data}))
}
