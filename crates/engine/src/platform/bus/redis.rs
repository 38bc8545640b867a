use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use doorbuster_gateways::redis::{Redis, RedisError};
use doorbuster_persistence::platform::News;
use tokio::sync::mpsc::Sender;
use tokio::time::sleep;

use crate::Engine;

/// Everything that happens in this time after a message is said in the next one.
const COALESCE: Duration = Duration::from_millis(100);
/// While Redis is away.
const PAUSE: Duration = Duration::from_millis(500);

/// Says in Redis what this process does: at once when nothing was said lately.
pub(in crate::platform) async fn speak(engine: Arc<Engine>) {
    let (Some(redis), Some(unsaid)) = (&engine.redis, &engine.announcer.unsaid) else {
        return;
    };
    loop {
        let news = unsaid.take().await;
        // What is not said here, PostgreSQL says a little later.
        if let Err(error) = redis.publish(&channel(redis), &message(&engine.name, &news)).await {
            tracing::debug!(%error, "cannot say in Redis what happened");
        }
        sleep(COALESCE).await;
    }
}

/// Hears what the others say in Redis.
pub(super) async fn listen(engine: &Engine, heard: &Sender<News>) {
    let Some(redis) = &engine.redis else {
        return;
    };
    loop {
        if let Err(error) = hear(redis, &engine.name, heard).await {
            tracing::debug!(%error, "lost Redis' bus; PostgreSQL's goes on");
            sleep(PAUSE).await;
        }
    }
}

async fn hear(redis: &Redis, name: &str, heard: &Sender<News>) -> Result<(), RedisError> {
    let mut subscription = redis.subscribe(&channel(redis)).await?;
    loop {
        let message = subscription.next().await?;
        for news in read(&message, name) {
            metrics::counter!("doorbuster_bus_news_total", "source" => "redis").increment(1);
            // The other end lives as long as this one.
            let _heard = heard.send(news).await;
        }
    }
}

/// Channels, unlike keys, are the same in all databases of a Redis: two shops there must not talk to each other.
fn channel(redis: &Redis) -> String {
    format!("doorbuster:{}:news", redis.address().database())
}

/// Who speaks, and one line for each thing that happened.
fn message(name: &str, news: &BTreeSet<News>) -> String {
    let mut message = name.to_owned();
    for news in news {
        // Writing to a text never fails.
        let _written = write!(message, "\n{news}");
    }
    message
}

/// What somebody else says. Lines that say nothing to us, as while a newer version of the shop runs beside this one, are
/// passed over; so is what we said ourselves.
fn read<'a>(message: &'a str, name: &str) -> impl Iterator<Item = News> + use<'a> {
    let (speaker, news) = message.split_once('\n').unwrap_or_default();
    let news = if speaker == name { "" } else { news };
    news.lines().filter_map(|line| line.parse().ok())
}

#[cfg(test)]
mod tests {
    use doorbuster_domain::{SaleId, SessionId, UserId};
    use uuid::Uuid;

    use super::*;

    fn news() -> BTreeSet<News> {
        let id = Uuid::from_u128(7);
        BTreeSet::from([
            News::Sale(SaleId(id)),
            News::RevokedSession(SessionId(id)),
            News::RaisedEpoch { user: UserId(id), epoch: 3 },
        ])
    }

    #[test]
    fn what_is_said_is_heard_by_the_others_only() {
        let message = message("me", &news());
        assert_eq!(read(&message, "you").collect::<BTreeSet<_>>(), news());
        assert_eq!(read(&message, "me").count(), 0);
    }

    #[test]
    fn what_says_nothing_to_us_is_passed_over() {
        let sale = News::Sale(SaleId(Uuid::from_u128(7)));
        let mixed = format!("me\nweather fine\n{sale}\nsale x\n\nsession");
        assert_eq!(read(&mixed, "you").collect::<Vec<_>>(), [sale]);
        for message in ["", "me", "\n", "me\n"] {
            assert_eq!(read(message, "you").count(), 0, "{message:?}");
        }
    }
}
