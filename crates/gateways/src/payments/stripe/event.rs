use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::Sha256;

use super::refunds::REFUND;
use crate::payments::{EventError, ProviderEvent, Subject};

/// A signature counts for so long: afterwards it may be somebody who repeats what was said.
const TOLERANCE: TimeDelta = TimeDelta::seconds(300);

/// What we read of an event: names. How things stand, Stripe is asked.
#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: serde_json::Value,
}

/// Reads an event, if Stripe signed exactly these bytes, and lately.
pub(super) fn read_event(
    secret: &str,
    signature: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<ProviderEvent, EventError> {
    let at = verify(secret, signature, body).ok_or(EventError::Forged)?;
    let at = DateTime::from_timestamp(at, 0).ok_or(EventError::Forged)?;
    if (now - at).abs() > TOLERANCE {
        return Err(EventError::Stale);
    }
    let event: Event = serde_json::from_slice(body).map_err(|_| EventError::Malformed)?;
    let Event { id, kind, data: Data { object } } = event;
    let fits = |text: &str| (1..=255).contains(&text.len());
    if !fits(&id) || !fits(&kind) {
        return Err(EventError::Malformed);
    }
    Ok(ProviderEvent { id, kind, subject: subject(&object) })
}

/// The moment that the header names (`t=…,v1=…`), if one of its signatures is over it and these bytes.
fn verify(secret: &str, header: &str, body: &[u8]) -> Option<i64> {
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let at = parts().find(|(name, _)| *name == "t")?.1;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(at.as_bytes());
    mac.update(b".");
    mac.update(body);
    // While a secret is exchanged there are two. The comparison takes the same time for every wrong one.
    let is_signed = parts()
        .filter(|(name, _)| *name == "v1")
        .filter_map(|(_, hex)| bytes(hex))
        .any(|signature| mac.clone().verify_slice(&signature).is_ok());
    if is_signed { at.parse().ok() } else { None }
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    let pairs = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok());
    pairs.collect()
}

/// Objects say themselves what they are, so types of events that are made tomorrow are understood too.
fn subject(object: &serde_json::Value) -> Subject {
    let text = |name: &str| object[name].as_str().map(str::to_owned);
    let payment = text("payment_intent");
    match (text("object").as_deref(), text("id"), payment) {
        (Some("payment_intent"), Some(reference), _) => Subject::Payment { reference },
        (Some("charge"), _, Some(reference)) => Subject::Payment { reference },
        (Some("refund"), Some(reference), _) => {
            let refund = object["metadata"][REFUND].as_str().and_then(|id| id.parse().ok());
            Subject::Refund { reference, refund }
        }
        (Some("dispute"), Some(dispute), Some(reference)) => Subject::Dispute { reference, dispute },
        _ => Subject::Other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SECRET: &str = "whsec_test";

    fn signed(secret: &str, at: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{at}.").as_bytes());
        mac.update(body);
        let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("t={at},v1={hex}")
    }

    fn moment(at: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(at, 0).unwrap()
    }

    #[test]
    fn only_what_stripe_signed_lately_is_read() {
        let body = json!({"id": "evt_1", "type": "payment_intent.succeeded",
            "data": {"object": {"object": "payment_intent", "id": "pi_1", "metadata": {}}}})
        .to_string();
        let read = |header: &str, body: &str, now| read_event(SECRET, header, body.as_bytes(), moment(now));
        let header = signed(SECRET, 1000, body.as_bytes());
        let event = read(&header, &body, 1299).unwrap();
        let subject = Subject::Payment { reference: "pi_1".to_owned() };
        assert_eq!((event.id.as_str(), event.subject), ("evt_1", subject));
        // The exchange of a secret: a signature by the old one stands beside.
        let both =
            format!("{},{}", signed("whsec_old", 1000, body.as_bytes()), header.replace("t=1000,", ""));
        assert!(read(&both, &body, 1000).is_ok());

        assert_eq!(read(&header, &body, 1301), Err(EventError::Stale));
        assert_eq!(read(&header, &body, 600), Err(EventError::Stale));
        assert_eq!(read(&header, &body.replace("pi_1", "pi_2"), 1000), Err(EventError::Forged));
        assert_eq!(read(&header.replace("t=1000", "t=1001"), &body, 1000), Err(EventError::Forged));
        assert_eq!(read(&signed("whsec_other", 1000, body.as_bytes()), &body, 1000), Err(EventError::Forged));
        for header in ["", "t=1000", "v1=00", "t=x,v1=zz", "t=1000,v1=é", "t=1000,v1=0"] {
            assert_eq!(read(header, &body, 1000), Err(EventError::Forged), "{header}");
        }
        let garbage = b"not json";
        let header = signed(SECRET, 1000, garbage);
        assert_eq!(read_event(SECRET, &header, garbage, moment(1000)), Err(EventError::Malformed));
    }

    #[test]
    fn objects_say_what_an_event_is_about() {
        let of = |object| subject(&object);
        let reference = || "pi_1".to_owned();
        let charge =
            json!({"object": "charge", "id": "ch_1", "payment_intent": "pi_1", "amount_refunded": 0});
        assert_eq!(of(charge), Subject::Payment { reference: reference() });
        let id = "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e";
        let refund = json!({"object": "refund", "id": "re_1", "payment_intent": "pi_1", "metadata": {"refund_id": id}});
        let ours = id.parse().ok();
        assert_eq!(of(refund), Subject::Refund { reference: "re_1".to_owned(), refund: ours });
        let refund = json!({"object": "refund", "id": "re_2", "payment_intent": "pi_1", "metadata": {}});
        assert_eq!(of(refund), Subject::Refund { reference: "re_2".to_owned(), refund: None });
        let dispute = json!({"object": "dispute", "id": "dp_1", "payment_intent": "pi_1"});
        assert_eq!(of(dispute), Subject::Dispute { reference: reference(), dispute: "dp_1".to_owned() });
        assert_eq!(of(json!({"object": "charge", "id": "ch_1", "payment_intent": null})), Subject::Other);
        assert_eq!(of(json!({"object": "customer", "id": "cus_1"})), Subject::Other);
        assert_eq!(of(json!(7)), Subject::Other);
    }
}
