use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// A secret that says nothing but that its owner has it. The database keeps its SHA-256 only: 256 random bits need no
/// salt and no slow hash.
#[derive(Clone, Debug)]
pub struct OpaqueToken(SecretString);

impl OpaqueToken {
    /// A fresh one.
    pub fn generate() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()).into())
    }

    /// The text, for its owner and nobody else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What the database knows of it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.expose()).into()
    }
}

/// What somebody showed, whatever it is.
impl From<String> for OpaqueToken {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_new_and_reads_back() {
        let (a, b) = (OpaqueToken::generate(), OpaqueToken::generate());
        assert_ne!(a.expose(), b.expose());
        assert_eq!(a.expose().len(), 43);
        assert_eq!(OpaqueToken::from(a.expose().to_owned()).hash(), a.hash());
        assert_ne!(a.hash(), b.hash());
    }

    #[test]
    fn debug_hides_it() {
        let token = OpaqueToken::generate();
        assert!(!format!("{token:?}").contains(token.expose()));
    }
}
