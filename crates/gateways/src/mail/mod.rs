//! Mail: one message to one person, by SMTP, or into a folder while somebody tries the shop out.

mod mailbox;
mod message;
mod smtp;

use futures::future::BoxFuture;

pub use mailbox::{Mailbox, StoredMail};
pub use message::{Mail, Sender, SenderError};
pub use smtp::{Smtp, SmtpUrlError};

/// Why a mail is not on its way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The other side will never take this one.
    #[error("refused for good: {0}")]
    Refused(String),
    /// It could not be handed over now: try again later.
    #[error("could not be handed over: {0}")]
    Later(String),
}

/// Hands mails over. The same mail may be handed over twice: it has the same Message-ID then.
pub trait MailTransport: Send + Sync {
    /// Hands one over.
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), MailError>>;
}
