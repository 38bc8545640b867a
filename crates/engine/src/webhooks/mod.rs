//! Webhooks: endpoints are told what happens, each at its own pace.

mod deliver;
mod mails;
mod make_secret;
mod message;
mod ping;
mod replay;
mod sweep;
mod tell;

use std::sync::Arc;

use doorbuster_gateways::webhooks::{TargetError, WebhookSender};
use tokio::sync::Notify;

pub(crate) use deliver::deliver_webhooks;
pub use make_secret::make_secret;
pub use ping::{SendNowError, ping};
pub use replay::replay;
pub(crate) use sweep::sweep_webhooks;
pub(crate) use tell::tell_of_placements;

/// Who sends, and what wakes them.
pub struct Webhooks {
    pub(crate) sender: Arc<dyn WebhookSender>,
    /// Rings when there is something to send. What was written by a trigger rings nobody, and is found by looking.
    pub(crate) rung: Notify,
}

impl Webhooks {
    pub(crate) fn new(sender: Arc<dyn WebhookSender>) -> Self {
        Self { sender, rung: Notify::new() }
    }

    /// Whether messages may be sent to this address, as far as its text tells.
    ///
    /// # Errors
    /// [`TargetError`]
    pub fn check(&self, url: &str) -> Result<(), TargetError> {
        self.sender.check(url)
    }
}
