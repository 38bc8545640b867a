//! What one process does, the others hear of.
//!
//! Two sources say it: PostgreSQL, always, and Redis, when there is one. Each may miss something or say it twice; without
//! either, the refresh and the poll find out within a second.

mod postgres;
mod redis;

use std::collections::BTreeSet;
use std::sync::Arc;

use doorbuster_persistence::platform::News;
use tokio::sync::mpsc;

use crate::Engine;

pub(super) use redis::speak;

/// What is acted on in one turn, and how much may wait for the next.
const AT_ONCE: usize = 1_000;

/// Acts on what the other processes do: reads changed sales onto the board, refuses what was revoked.
pub(super) async fn follow_bus(engine: Arc<Engine>) {
    // Listening goes on while a sale is read, so that what comes meanwhile is acted on together.
    let (heard, news) = mpsc::channel(AT_ONCE);
    tokio::join!(act(&engine, news), postgres::listen(&engine, &heard), redis::listen(&engine, &heard));
}

async fn act(engine: &Engine, mut waiting: mpsc::Receiver<News>) {
    let mut news = Vec::new();
    while waiting.recv_many(&mut news, AT_ONCE).await > 0 {
        act_on(engine, news.drain(..)).await;
    }
}

/// Revocations first: they need no query.
async fn act_on(engine: &Engine, news: impl Iterator<Item = News>) {
    let (mut sales, mut sessions, mut epochs) = (BTreeSet::new(), Vec::new(), Vec::new());
    for one in news {
        match one {
            News::Sale(sale) => {
                sales.insert(sale);
            }
            News::RevokedSession(session) => sessions.push(session),
            News::RaisedEpoch { user, epoch } => epochs.push((user, epoch)),
        }
    }
    engine.identity.learn_revoked_sessions(&sessions);
    engine.identity.learn_raised_epochs(&epochs);
    for sale in sales {
        if let Err(error) = engine.board.fetch(&engine.database, sale).await {
            tracing::debug!(%error, "cannot read sale {sale}; the refresh will");
        }
    }
}
