use axum::http::{HeaderMap, Method, StatusCode};

use super::form::Form;
use super::world::{Said, World, refusal};

/// A request of the API, understood.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) endpoint: &'static str,
    id: String,
    form: Form,
}

impl Asked {
    /// What a request is about, if it is anything.
    pub(super) fn read(method: &Method, path: &str, query: &str, body: &str) -> Option<Self> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let get = method == Method::GET;
        let (endpoint, id) = match (parts.as_slice(), get) {
            (["v1", "payment_intents"], false) => ("create", ""),
            (["v1", "payment_intents"], true) => ("list", ""),
            (["v1", "payment_intents", id], true) => ("retrieve", *id),
            (["v1", "payment_intents", id, "capture"], false) => ("capture", *id),
            (["v1", "payment_intents", id, "cancel"], false) => ("cancel", *id),
            (["v1", "payment_intents", id, "confirm"], false) => ("confirm", *id),
            (["v1", "refunds"], false) => ("refund", ""),
            (["v1", "refunds"], true) => ("list_refunds", ""),
            (["v1", "refunds", id], true) => ("retrieve_refund", *id),
            (["v1", "disputes", id], true) => ("dispute", *id),
            _ => return None,
        };
        let form = Form::read(if get { query } else { body });
        Some(Self { endpoint, id: id.to_owned(), form })
    }

    /// Whether whoever asks may: browsers only confirm, with the publishable key.
    pub(super) fn is_allowed(&self, headers: &HeaderMap) -> bool {
        let bearer = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let key = bearer.strip_prefix("Bearer ").unwrap_or_default();
        key.starts_with("sk_")
            || key.starts_with("rk_")
            || (self.endpoint == "confirm" && key.starts_with("pk_"))
    }

    /// What tells this request from another one with the same key: not the order of its parameters.
    pub(super) fn parameters(&self) -> String {
        format!("{self:?}")
    }

    /// Does it.
    pub(super) fn apply(&self, world: &mut World) -> Said {
        let Self { endpoint, id, form } = self;
        match *endpoint {
            "create" => world.create_intent(form),
            "list" => world.list_intents(form),
            "retrieve" => world.retrieve_intent(id),
            "capture" => world.capture_intent(id, form),
            "cancel" => world.cancel_intent(id),
            "confirm" => world.confirm_intent(id, form),
            "refund" => world.create_refund(form),
            "list_refunds" => world.list_refunds(form),
            "retrieve_refund" => world.retrieve_refund(id),
            "dispute" => world.retrieve_dispute(id),
            other => refusal(StatusCode::NOT_FOUND, "resource_missing", other),
        }
    }
}
