use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use doorbuster_persistence::Error;
use doorbuster_persistence::platform::{Bus, News};
use tokio::sync::mpsc;
use tokio::time::sleep;

use crate::Engine;

/// What is acted on in one turn, and how much may wait for the next.
const AT_ONCE: usize = 1_000;
/// After the bus was lost.
const PAUSE: Duration = Duration::from_secs(1);

/// Acts on what the other processes do: reads changed sales onto the board, refuses what was revoked. Without the bus,
/// the refresh and the poll do the same a little later.
pub(super) async fn follow_bus(engine: Arc<Engine>) {
    loop {
        if let Err(error) = follow(&engine).await {
            tracing::debug!(%error, "lost the bus; refresh and poll go on");
            sleep(PAUSE).await;
        }
    }
}

async fn follow(engine: &Engine) -> Result<(), Error> {
    let mut bus = Bus::listen(&engine.database).await?;
    let (sender, mut waiting) = mpsc::channel(AT_ONCE);
    // Listening goes on while a sale is read, so that what comes meanwhile is acted on together.
    let listen = async {
        loop {
            if let Some(news) = bus.next().await?
                && sender.send(news).await.is_err()
            {
                return Ok(());
            }
        }
    };
    let act = async {
        let mut news = Vec::new();
        while waiting.recv_many(&mut news, AT_ONCE).await > 0 {
            act_on(engine, news.drain(..)).await?;
        }
        Ok(())
    };
    tokio::try_join!(listen, act).map(|((), ())| ())
}

/// Revocations first: they need no query.
async fn act_on(engine: &Engine, news: impl Iterator<Item = News>) -> Result<(), Error> {
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
        engine.board.fetch(&engine.database, sale).await?;
    }
    Ok(())
}
