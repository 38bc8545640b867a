use std::time::Duration;

use doorbuster_persistence::Error;

/// What can keep any operation on accounts from being done. Its text is for the log, never for a client.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// Too many passwords are waiting to be hashed.
    #[error("too many sign-ins are waiting")]
    Busy {
        /// When trying again makes sense.
        retry_after: Duration,
    },
    /// The process is stopping.
    #[error("the work on a password was cut short")]
    Stopped,
    /// A password could not be hashed.
    #[error("cannot hash a password: {0}")]
    Hashing(#[from] argon2::password_hash::Error),
    /// An access token could not be signed.
    #[error("cannot sign an access token: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}
