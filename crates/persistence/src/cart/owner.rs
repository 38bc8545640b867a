use doorbuster_domain::UserId;
use uuid::Uuid;

/// Whose cart: an account's, or that of a guest who shows a token. The token is the guest; the database knows its SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An account.
    Account(UserId),
    /// Whoever has the token with this hash.
    Guest([u8; 32]),
}

impl Owner {
    pub(crate) fn user(&self) -> Option<Uuid> {
        match self {
            Self::Account(user) => Some(user.0),
            Self::Guest(_) => None,
        }
    }

    pub(crate) fn token(&self) -> Option<&[u8]> {
        match self {
            Self::Account(_) => None,
            Self::Guest(hash) => Some(hash.as_slice()),
        }
    }
}
