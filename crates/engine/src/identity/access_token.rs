use std::time::Duration;

use chrono::{DateTime, Utc};
use doorbuster_domain::identity::Role;
use doorbuster_domain::{SessionId, UserId};
use jsonwebtoken::dangerous::insecure_decode_claims;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, crypto, encode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::Claims;

/// `{"typ":"JWT","alg":"HS256"}`, as every token of ours begins. A token that begins in another way is refused before
/// anything in it is read, so nobody can talk us into another algorithm or key.
const HEADER: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.";

/// Ours are a third of this.
const MAX_LENGTH: usize = 1024;

/// What an access token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AccessToken {
    iss: Issuer,
    /// The account.
    pub(super) sub: UserId,
    /// The sign-in.
    pub(super) sid: SessionId,
    pub(super) role: Role,
    /// The account's epoch when the token was made.
    pub(super) epoch: i32,
    /// When it was made, in seconds.
    pub(super) iat: i64,
    /// When it ends, in seconds.
    pub(super) exp: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Issuer {
    Doorbuster,
}

/// Why an access token is worthless. What exactly is wrong with it is nobody's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// Not a token of ours.
    #[error("not a token of this shop")]
    Invalid,
    /// Its time is over.
    #[error("expired")]
    Expired,
    /// Its session or its epoch is over.
    #[error("revoked")]
    Revoked,
}

impl AccessToken {
    pub(super) fn new(claims: Claims, epoch: i32, now: DateTime<Utc>, lifetime: Duration) -> Self {
        let Claims { user, session, role } = claims;
        let iat = now.timestamp();
        let lifetime = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
        Self {
            iss: Issuer::Doorbuster,
            sub: user,
            sid: session,
            role,
            epoch,
            iat,
            exp: iat.saturating_add(lifetime),
        }
    }

    pub(super) fn claims(&self) -> Claims {
        let Self { iss: Issuer::Doorbuster, sub, sid, role, epoch: _, iat: _, exp: _ } = *self;
        Claims { user: sub, session: sid, role }
    }
}

/// Signs access tokens and verifies them.
pub(super) struct AccessTokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    previous: Option<DecodingKey>,
}

impl AccessTokens {
    pub(super) fn new(secret: &SecretString, previous: Option<&SecretString>) -> Self {
        let secret = secret.expose_secret().as_bytes();
        Self {
            signing: EncodingKey::from_secret(secret),
            verifying: DecodingKey::from_secret(secret),
            previous: previous.map(|secret| DecodingKey::from_secret(secret.expose_secret().as_bytes())),
        }
    }

    pub(super) fn sign(&self, token: &AccessToken) -> Result<String, jsonwebtoken::errors::Error> {
        encode(&Header::new(Algorithm::HS256), token, &self.signing)
    }

    /// Stands for `text` where it must not be read: the same in every process with our secret, and of no use to who does
    /// not have it.
    pub(super) fn pseudonym(&self, text: &str) -> Result<String, jsonwebtoken::errors::Error> {
        // No token begins like this, so no pseudonym is the signature of one.
        let message = format!("pseudonym {text}");
        let mut pseudonym = crypto::sign(message.as_bytes(), &self.signing, Algorithm::HS256)?;
        // 132 bits.
        pseudonym.truncate(22);
        Ok(pseudonym)
    }

    /// Expiry has no tolerance: the shop's machines agree on the time to a fraction of a second, and a client renews
    /// before the end.
    pub(super) fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<AccessToken, Rejected> {
        if token.len() > MAX_LENGTH || !token.starts_with(HEADER) {
            return Err(Rejected::Invalid);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(Rejected::Invalid)?;
        let signed_with =
            |key| matches!(crypto::verify(signature, message.as_bytes(), key, Algorithm::HS256), Ok(true));
        // The previous secret costs a second MAC, and only while it is configured.
        if !signed_with(&self.verifying) && !self.previous.as_ref().is_some_and(signed_with) {
            return Err(Rejected::Invalid);
        }
        // `jsonwebtoken::decode` would read the header twice and the claims twice: 3.1 µs instead of 1.1. Nothing
        // insecure is left to this: the MAC above covers every byte of it.
        let read: AccessToken = insecure_decode_claims(token).map_err(|_| Rejected::Invalid)?;
        if read.exp <= now.timestamp() { Err(Rejected::Expired) } else { Ok(read) }
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use chrono::TimeDelta;
    use serde::de::IgnoredAny;
    use uuid::Uuid;

    use super::*;

    const SECRET: &str = "the current secret of this shop!";
    const OTHER: &str = "another secret of the same length";

    fn tokens(secret: &str, previous: Option<&str>) -> AccessTokens {
        AccessTokens::new(&secret.into(), previous.map(SecretString::from).as_ref())
    }

    fn then() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn claims() -> Claims {
        Claims { user: UserId(Uuid::from_u128(7)), session: SessionId(Uuid::from_u128(8)), role: Role::Staff }
    }

    fn token() -> AccessToken {
        AccessToken::new(claims(), 3, then(), Duration::from_secs(900))
    }

    fn part(json: &str) -> String {
        URL_SAFE_NO_PAD.encode(json)
    }

    /// A token with this header and body, signed as HS256 with `secret`.
    fn forge(header: &str, body: &str, secret: &str) -> String {
        let message = format!("{}.{}", part(header), part(body));
        let signature =
            crypto::sign(message.as_bytes(), &EncodingKey::from_secret(secret.as_bytes()), Algorithm::HS256);
        format!("{message}.{}", signature.unwrap())
    }

    fn body(token: &str) -> String {
        let part = token.split('.').nth(1).unwrap();
        String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    }

    const HS256: &str = r#"{"typ":"JWT","alg":"HS256"}"#;

    fn verdict(token: &str) -> Result<AccessToken, Rejected> {
        tokens(SECRET, None).verify(token, then())
    }

    #[test]
    fn a_pseudonym_is_the_same_in_every_process_and_says_nothing() {
        let of = |secret, text| tokens(secret, None).pseudonym(text).unwrap();
        let ada = of(SECRET, "ada@example.com");
        assert_eq!(ada, of(SECRET, "ada@example.com"));
        assert_ne!(ada, of(SECRET, "bob@example.com"));
        assert_ne!(ada, of(OTHER, "ada@example.com"));
        assert_eq!(ada.len(), 22);
    }

    #[test]
    fn what_is_signed_reads_back() {
        let signed = tokens(SECRET, None).sign(&token()).unwrap();
        assert!(signed.starts_with(HEADER), "{signed}");
        assert!(signed.len() < MAX_LENGTH / 3, "{}", signed.len());
        assert_eq!(verdict(&signed), Ok(token()));
        assert_eq!(token().claims(), claims());
        let standard = jsonwebtoken::decode::<IgnoredAny>(
            &signed,
            &DecodingKey::from_secret(SECRET.as_bytes()),
            &jsonwebtoken::Validation::new(Algorithm::HS256),
        );
        assert!(standard.is_ok(), "another library reads it too: {standard:?}");
    }

    #[test]
    fn it_ends_on_the_second() {
        let signed = tokens(SECRET, None).sign(&token()).unwrap();
        let at = |seconds| tokens(SECRET, None).verify(&signed, then() + TimeDelta::seconds(seconds));
        assert_eq!(at(899), Ok(token()));
        assert_eq!(at(900), Err(Rejected::Expired));
        assert_eq!(at(90_000), Err(Rejected::Expired));
    }

    #[test]
    fn a_foreign_secret_is_refused() {
        let signed = tokens(OTHER, None).sign(&token()).unwrap();
        assert_eq!(verdict(&signed), Err(Rejected::Invalid));
    }

    #[test]
    fn the_previous_secret_verifies_but_does_not_sign() {
        let old = tokens(OTHER, None).sign(&token()).unwrap();
        let rotated = tokens(SECRET, Some(OTHER));
        assert_eq!(rotated.verify(&old, then()), Ok(token()));
        let new = rotated.sign(&token()).unwrap();
        assert_eq!(tokens(SECRET, None).verify(&new, then()), Ok(token()));
        assert_eq!(tokens(OTHER, None).verify(&new, then()), Err(Rejected::Invalid));
    }

    #[test]
    fn unsigned_and_cut_tokens_are_refused() {
        let signed = tokens(SECRET, None).sign(&token()).unwrap();
        let (message, signature) = signed.rsplit_once('.').unwrap();
        for text in [
            String::new(),
            ".".to_owned(),
            "..".to_owned(),
            "not a token".to_owned(),
            HEADER.to_owned(),
            message.to_owned(),
            format!("{message}."),
            format!("{message}.{}", &signature[..signature.len() - 1]),
            format!("{message}.{signature}A"),
            format!("{message}.{signature}="),
            format!("{signed}.{signature}"),
            format!(" {signed}"),
            format!("{signed}{}", "A".repeat(MAX_LENGTH)),
        ] {
            assert_eq!(verdict(&text), Err(Rejected::Invalid), "{text}");
        }
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let signed = tokens(SECRET, None).sign(&token()).unwrap();
        for place in 0..signed.len() {
            let mut changed = signed.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(verdict(&changed), Err(Rejected::Invalid), "{place}");
        }
    }

    #[test]
    fn other_algorithms_are_refused_even_when_the_mac_is_right() {
        let body = body(&tokens(SECRET, None).sign(&token()).unwrap());
        assert!(verdict(&forge(HS256, &body, SECRET)).is_ok());
        for header in [
            r#"{"typ":"JWT","alg":"none"}"#,
            r#"{"alg":"none"}"#,
            r#"{"typ":"JWT","alg":"RS256"}"#,
            r#"{"typ":"JWT","alg":"HS384"}"#,
            r#"{"typ":"JWT","alg":"HS512"}"#,
            r#"{"typ":"JWT","alg":"ES256"}"#,
            r#"{"typ":"JWT","alg":"HS256","kid":"../../dev/null"}"#,
            r#"{"typ":"JWT","alg":"HS256","jwk":{"kty":"oct","k":"AA"}}"#,
        ] {
            assert_eq!(verdict(&forge(header, &body, SECRET)), Err(Rejected::Invalid), "{header}");
        }
        for unsigned in [
            format!("{}.{}.", part(r#"{"typ":"JWT","alg":"none"}"#), part(&body)),
            format!("{HEADER}{}.", part(&body)),
        ] {
            assert_eq!(verdict(&unsigned), Err(Rejected::Invalid), "{unsigned}");
        }
    }

    #[test]
    fn other_issuers_and_missing_claims_are_refused() {
        let body = body(&tokens(SECRET, None).sign(&token()).unwrap());
        for (from, to) in [
            (r#""iss":"doorbuster""#, r#""iss":"another""#),
            (r#""iss":"doorbuster","#, ""),
            (r#","exp":1800000900"#, ""),
            (r#""exp":1800000900"#, r#""exp":"1800000900""#),
            (r#""role":"staff""#, r#""role":"root""#),
            (r#""epoch":3,"#, ""),
        ] {
            let changed = body.replace(from, to);
            assert_ne!(changed, body, "{from}");
            assert_eq!(verdict(&forge(HS256, &changed, SECRET)), Err(Rejected::Invalid), "{changed}");
        }
    }
}
