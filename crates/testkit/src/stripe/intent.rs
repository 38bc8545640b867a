use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A PaymentIntent.
#[derive(Clone, Debug)]
pub(super) struct Intent {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) status: &'static str,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) methods: Vec<String>,
    /// Captured by hand, or at once.
    pub(super) manual: bool,
    pub(super) capturable: i64,
    pub(super) received: i64,
    pub(super) refunded: i64,
    /// Why the last try was refused.
    pub(super) failure: Option<String>,
}

impl Intent {
    pub(super) fn client_secret(&self) -> String {
        format!("{}_secret_emulated", self.id)
    }

    /// As the API shows it, with all fields that async-stripe needs.
    pub(super) fn json(&self) -> Value {
        let error = self.failure.as_ref().map(|code| {
            json!({"type": "card_error", "code": "card_declined", "decline_code": code,
                "message": "Your card was declined."})
        });
        json!({
            "id": self.id, "object": "payment_intent", "livemode": false, "created": self.created,
            "amount": self.amount, "amount_capturable": self.capturable, "amount_received": self.received,
            "capture_method": if self.manual { "manual" } else { "automatic" },
            "confirmation_method": "automatic", "currency": self.currency,
            "client_secret": self.client_secret(), "metadata": self.metadata,
            "payment_method_types": self.methods, "status": self.status, "last_payment_error": error,
        })
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.status, "succeeded" | "canceled")
    }
}

/// A Refund.
#[derive(Clone, Debug)]
pub(super) struct Refund {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) intent: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) status: String,
    pub(super) metadata: BTreeMap<String, String>,
}

impl Refund {
    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id, "object": "refund", "created": self.created, "amount": self.amount,
            "currency": self.currency, "payment_intent": self.intent, "status": self.status,
            "metadata": self.metadata,
            "failure_reason": if self.status == "failed" { Some("expired_or_canceled_card") } else { None },
        })
    }
}

/// A Dispute.
#[derive(Clone, Debug)]
pub(super) struct Dispute {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) intent: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) status: String,
}

impl Dispute {
    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id, "object": "dispute", "livemode": false, "created": self.created,
            "amount": self.amount, "currency": self.currency, "payment_intent": self.intent,
            "charge": format!("ch_{}", self.intent), "status": self.status, "reason": "fraudulent",
            "balance_transactions": [], "enhanced_eligibility_types": [], "is_charge_refundable": true,
            "metadata": {}, "evidence": {"enhanced_evidence": {}},
            "evidence_details": {"due_by": null, "enhanced_eligibility": {}, "has_evidence": false,
                "past_due": false, "submission_count": 0},
        })
    }
}
