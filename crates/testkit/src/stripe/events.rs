use doorbuster_engine::ambient::now;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::world::World;

/// Something that the emulator told, or holds back.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) kind: String,
    /// The bytes that are signed and sent.
    pub(super) body: String,
    /// Statuses that were answered to it so far; 0 for no answer.
    pub(super) answers: Vec<u16>,
    /// Whether it still has to be sent by itself.
    pub(super) due: bool,
}

impl World {
    /// Notes that something happened to `object`, as it is now.
    pub(super) fn tell(&mut self, kind: &str, object: &Value) {
        let id = self.fresh("evt");
        let body = json!({"id": id, "object": "event", "type": kind, "created": now().timestamp(),
            "livemode": false, "pending_webhooks": 1, "data": {"object": object}});
        self.events.push(Event {
            id,
            kind: kind.to_owned(),
            body: body.to_string(),
            answers: Vec::new(),
            due: true,
        });
    }
}

/// The header `Stripe-Signature` of `body` at this Unix time.
///
/// # Panics
/// Never: HMAC takes keys of any length.
pub fn sign(secret: &str, at: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(format!("{at}.").as_bytes());
    mac.update(body);
    let digest = mac.finalize().into_bytes();
    let hex = digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    format!("t={at},v1={hex}")
}
