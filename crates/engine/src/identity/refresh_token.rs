use std::time::Duration;

use doorbuster_persistence::identity::NewRefreshToken;

use super::OpaqueToken;

/// A secret that renews a session once.
#[derive(Clone, Debug)]
pub struct RefreshToken(OpaqueToken);

impl RefreshToken {
    /// How long one is good for. Each use starts it anew.
    pub const LIFETIME: Duration = Duration::from_secs(30 * 24 * 3600);
    /// How long a used one stays good: two tabs may ask at once, an answer may be lost.
    pub(super) const GRACE: Duration = Duration::from_secs(30);

    /// A fresh one.
    pub(super) fn generate() -> Self {
        Self(OpaqueToken::generate())
    }

    /// The text, for the client and nobody else.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        self.0.hash()
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
