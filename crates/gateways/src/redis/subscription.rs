use std::time::Duration;

use deadpool_redis::redis::aio::{PubSub, PubSubSink, PubSubStream};
use futures::StreamExt as _;
use tokio::time::{sleep, timeout};

use super::RedisError;

/// A silent connection is asked for a sign of life this often: one whose other end vanished looks like one on which nobody
/// speaks.
const SILENCE: Duration = Duration::from_secs(5);
/// It has this long for it. Nobody waits for the answer, so a Redis that is frozen for a moment keeps its listeners.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is said on a channel, from now on.
pub struct Subscription {
    sink: PubSubSink,
    messages: PubSubStream,
}

impl Subscription {
    pub(super) fn new(subscribed: PubSub) -> Self {
        let (sink, messages) = subscribed.split();
        Self { sink, messages }
    }

    /// The next message.
    ///
    /// # Errors
    /// When the connection is lost. Subscribe again; what was said meanwhile is missed.
    pub async fn next(&mut self) -> Result<String, RedisError> {
        loop {
            tokio::select! {
                message = self.messages.next() => {
                    let message = message.ok_or_else(|| RedisError::Lost("the subscription ended".to_owned()))?;
                    return message.get_payload().map_err(|error| RedisError::Refused(error.to_string()));
                }
                () = sleep(SILENCE) => {
                    let alive = timeout(PATIENCE, self.sink.ping_message::<()>("alive")).await;
                    alive.map_err(|_| RedisError::TimedOut)??;
                }
            }
        }
    }
}
