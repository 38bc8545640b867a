use sha2::{Digest, Sha256};

/// The first 128 bits of a SHA-256: enough to tell keys and bodies apart, and a fixed 16 bytes in the order's row.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let mut first = [0; 16];
        first.copy_from_slice(&digest[..16]);
        Self(first)
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// The value of an `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): 1 to 255 visible ASCII
/// characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(Fingerprint);

/// The header's value is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an Idempotency-Key is 1 to 255 visible ASCII characters")]
pub struct IdempotencyKeyError;

impl std::str::FromStr for IdempotencyKey {
    type Err = IdempotencyKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plausible = (1..=255).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if plausible { Ok(Self(Fingerprint::of(text.as_bytes()))) } else { Err(IdempotencyKeyError) }
    }
}

/// A key and what was asked under it. Both live on the row that the request created, in the same transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Idempotency {
    /// Fingerprint of the key. Its scope is the customer and the operation.
    pub key: Fingerprint,
    /// Fingerprint of what was asked: another body under the same key is a mistake of the client.
    pub body: Fingerprint,
}

impl Idempotency {
    /// `key` used for `body`, the request in a canonical form.
    pub fn new(key: IdempotencyKey, body: &[u8]) -> Self {
        Self { key: key.0, body: Fingerprint::of(body) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_visible_ascii() {
        assert!("3f1c-77".parse::<IdempotencyKey>().is_ok());
        for text in ["", " ", "a b", "é", "a\n", &"k".repeat(256)] {
            assert_eq!(text.parse::<IdempotencyKey>(), Err(IdempotencyKeyError));
        }
    }

    #[test]
    fn bodies_tell_requests_apart() {
        let key: IdempotencyKey = "k".parse().unwrap();
        assert_eq!(Idempotency::new(key, b"1"), Idempotency::new(key, b"1"));
        assert_ne!(Idempotency::new(key, b"1"), Idempotency::new(key, b"2"));
    }

    /// The fingerprint is stored: it must not change between releases (first half of SHA-256("abc"), FIPS 180-4).
    #[test]
    fn fingerprints_are_stable() {
        assert_eq!(format!("{:?}", Fingerprint::of(b"abc")), "ba7816bf8f01cfea414140de5dae2223");
    }
}
