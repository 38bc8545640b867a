use std::time::Duration;

use futures::future::{BoxFuture, FutureExt};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncTransport, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};

use super::{Mail, MailError, MailTransport, Sender};

/// A mail server that takes longer is asked again later.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail server that takes what we send, on kept connections.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Sender,
}

/// `SMTP_URL` names no mail server. It never shows the text, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not like smtps://user:password@host, smtp://user:password@host:587?tls=required or smtp://localhost:25"
)]
pub struct SmtpUrlError;

impl Smtp {
    /// Sends as `sender` through the server of `url`. Connects when the first mail goes out.
    ///
    /// # Errors
    /// [`SmtpUrlError`]
    pub fn new(url: &SecretString, sender: Sender) -> Result<Self, SmtpUrlError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret());
        let builder = builder.map_err(|_| SmtpUrlError)?;
        let transport = builder.timeout(Some(PATIENCE)).hello_name(ClientId::default()).build();
        Ok(Self { transport, sender })
    }
}

impl MailTransport for Smtp {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), MailError>> {
        async move {
            let message = self.sender.compose(mail)?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => Err(MailError::Refused(error.to_string())),
                Err(error) => Err(MailError::Later(error.to_string())),
            }
        }
        .boxed()
    }
}
