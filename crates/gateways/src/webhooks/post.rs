use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, header};
use tokio::sync::OnceCell;

use super::resolver::Guarded;
use super::target::Target;
use super::{Allowed, Message, SendError, TargetError, WebhookSender};

/// An endpoint that takes longer is asked again later. In words: [`SendError::Timeout`].
const PATIENCE: Duration = Duration::from_secs(10);
/// So much of an answer is read, in bytes, so that the connection can be used again. Nobody looks at it.
const READ: usize = 16 * 1024;
/// Connections that wait for the next message, per endpoint.
const IDLE: usize = 8;

/// Sends messages over HTTP, to where it may.
pub struct Poster {
    allowed: Arc<Allowed>,
    encrypted: OnceCell<Client>,
    plain: OnceCell<Client>,
}

impl Poster {
    /// Sends to public addresses, and those that are `allowed`. What that takes, such as the certificates of this machine,
    /// is got ready for the first message: a shop without webhooks pays nothing.
    pub fn new(allowed: Allowed) -> Self {
        Self { allowed: Arc::new(allowed), encrypted: OnceCell::new(), plain: OnceCell::new() }
    }

    async fn client(&self, target: &Target) -> Result<&Client, SendError> {
        let only_here = target.is_plain;
        let cell = if only_here { &self.plain } else { &self.encrypted };
        cell.get_or_try_init(|| async { self.prepare(only_here).map_err(|error| in_words(&error)) }).await
    }

    fn prepare(&self, only_here: bool) -> reqwest::Result<Client> {
        // reqwest takes the process's provider; whoever runs us may have installed the same one already.
        let _already = rustls::crypto::ring::default_provider().install_default();
        Client::builder()
            .https_only(!only_here)
            .no_proxy()
            .redirect(Policy::none())
            .dns_resolver(Arc::new(Guarded { allowed: Arc::clone(&self.allowed), only_here }))
            .timeout(PATIENCE)
            .pool_max_idle_per_host(IDLE)
            .user_agent(concat!("Doorbuster-Webhooks/", env!("CARGO_PKG_VERSION")))
            .build()
    }
}

impl WebhookSender for Poster {
    fn check(&self, url: &str) -> Result<(), TargetError> {
        Target::read(url, &self.allowed).map(|_| ())
    }

    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<u16, SendError>> {
        async move {
            let Message { url, id, timestamp, signature, body } = message;
            let target = Target::read(url, &self.allowed)?;
            let client = self.client(&target).await?;
            let answered = client
                .post(target.url)
                .header(header::CONTENT_TYPE, "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp.to_string())
                .header("webhook-signature", signature)
                .body(body.clone())
                .send()
                .await
                .map_err(|error| in_words(&error))?;
            let status = answered.status().as_u16();
            read_a_little(answered).await;
            Ok(status)
        }
        .boxed()
    }
}

/// The status is known: whatever becomes of the rest changes nothing.
async fn read_a_little(mut answered: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = answered.chunk().await {
        read += chunk.len();
        if read >= READ {
            return;
        }
    }
}

/// What went wrong, without the address, which may hold a secret of its owner.
fn in_words(error: &reqwest::Error) -> SendError {
    if error.is_timeout() {
        return SendError::Timeout;
    }
    let mut cause: &(dyn StdError + 'static) = error;
    while let Some(deeper) = cause.source() {
        if let Some(refused) = deeper.downcast_ref::<TargetError>() {
            return SendError::Target(*refused);
        }
        cause = deeper;
    }
    // The deepest cause says most: "Connection refused", "invalid peer certificate".
    let what = if error.is_connect() { "cannot connect" } else { "no answer that is HTTP" };
    SendError::Unreachable(format!("{what}: {cause}"))
}
