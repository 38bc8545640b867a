//! Webhooks on their way out: one POST to an address that somebody else chose, which must never become a way into the
//! network that the shop stands in.

mod networks;
mod post;
mod resolver;
mod target;

use bytes::Bytes;
use futures::future::BoxFuture;

pub use networks::{Allowed, AllowedError};
pub use post::Poster;
pub use target::TargetError;

/// A message, signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Where to.
    pub url: String,
    /// `webhook-id`: the same for every try.
    pub id: String,
    /// `webhook-timestamp`: when it is sent, in seconds since 1970.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    /// The body: JSON.
    pub body: Bytes,
}

/// Why there is no answer. The text is for whoever runs the endpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The shop does not send there.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// It takes too long.
    #[error("no answer within 10 seconds")]
    Timeout,
    /// Nobody is there, or they do not speak HTTP.
    #[error("{0}")]
    Unreachable(String),
}

/// Sends messages. The same one may be sent twice: it has the same id then.
pub trait WebhookSender: Send + Sync {
    /// Whether messages may be sent to this address, as far as its text tells.
    ///
    /// # Errors
    /// [`TargetError`]
    fn check(&self, url: &str) -> Result<(), TargetError>;

    /// Sends one and returns the status that was answered. What else was answered is nobody's business.
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<u16, SendError>>;
}
