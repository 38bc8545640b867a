use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// A secret that was replaced signs for so long beside the new one.
pub const SECRET_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// What an endpoint and the shop both know: 256 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(pub [u8; 32]);

impl WebhookSecret {
    /// As it is shown, once: `whsec_` and base64, the form that the libraries of standardwebhooks.com read.
    pub fn expose(&self) -> String {
        format!("whsec_{}", STANDARD.encode(self.0))
    }

    /// `v1,` and the base64 of the HMAC-SHA256 over `id.timestamp.body`.
    fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        // A key that is shorter than a block is filled up with zeros (RFC 2104), which makes it an array that cannot fail.
        let mut block = [0; 64];
        block[..self.0.len()].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

/// The value of `webhook-signature`: one signature for each secret, with a space between. Who receives accepts the message
/// when one of them is right.
pub fn signature(secrets: &[WebhookSecret], id: &str, sent_at: DateTime<Utc>, body: &[u8]) -> String {
    let timestamp = sent_at.timestamp();
    let signatures: Vec<String> = secrets.iter().map(|secret| secret.sign(id, timestamp, body)).collect();
    signatures.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    /// Made with OpenSSL:
    /// `printf '%s' 'msg.1614265330.{"a":1}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0101…01 -binary | base64`.
    #[test]
    fn it_signs_as_others_do() {
        let secret = WebhookSecret([1; 32]);
        let signed = signature(&[secret], "msg", at(1_614_265_330), br#"{"a":1}"#);
        assert_eq!(signed, "v1,s1D/qfwcKwhD7g0pn5MkWqd6Xsys5Jxp7Qw+d3N0lv8=");
    }

    #[test]
    fn each_secret_signs() {
        let (old, new) = (WebhookSecret([1; 32]), WebhookSecret([2; 32]));
        let one = |secret: &WebhookSecret| signature(std::slice::from_ref(secret), "a", at(1), b"x");
        assert_ne!(one(&old), one(&new));
        assert_eq!(
            signature(&[new.clone(), old.clone()], "a", at(1), b"x"),
            format!("{} {}", one(&new), one(&old))
        );
    }

    #[test]
    fn all_of_the_message_is_signed() {
        let secret = [WebhookSecret([1; 32])];
        let signed = signature(&secret, "a", at(1), b"x");
        assert_ne!(signed, signature(&secret, "b", at(1), b"x"));
        assert_ne!(signed, signature(&secret, "a", at(2), b"x"));
        assert_ne!(signed, signature(&secret, "a", at(1), b"y"));
    }

    #[test]
    fn debug_hides_it() {
        let secret = WebhookSecret([7; 32]);
        assert!(secret.expose().starts_with("whsec_BwcH"));
        assert_eq!(format!("{secret:?}"), "WebhookSecret(…)");
    }
}
