use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use doorbuster_persistence::identity::NewRefreshToken;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// A secret that renews a session once. The database keeps its SHA-256 only: 256 random bits need no salt and no slow
/// hash.
#[derive(Clone, Debug)]
pub struct RefreshToken(SecretString);

impl RefreshToken {
    /// How long one is good for. Each use starts it anew.
    pub const LIFETIME: Duration = Duration::from_secs(30 * 24 * 3600);
    /// How long a used one stays good: two tabs may ask at once, an answer may be lost.
    pub(super) const GRACE: Duration = Duration::from_secs(30);

    /// A fresh one.
    pub(super) fn generate() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()).into())
    }

    /// The text, for the client and nobody else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.expose()).into()
    }

    pub(super) fn to_keep(&self) -> NewRefreshToken {
        NewRefreshToken { hash: self.hash(), lifetime: Self::LIFETIME }
    }
}

/// What a client showed, whatever it is.
impl From<String> for RefreshToken {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_new_and_reads_back() {
        let (a, b) = (RefreshToken::generate(), RefreshToken::generate());
        assert_ne!(a.expose(), b.expose());
        assert_eq!(a.expose().len(), 43);
        assert_eq!(RefreshToken::from(a.expose().to_owned()).hash(), a.hash());
        assert_ne!(a.hash(), b.hash());
    }

    #[test]
    fn debug_hides_it() {
        let token = RefreshToken::generate();
        assert!(!format!("{token:?}").contains(token.expose()));
    }
}
