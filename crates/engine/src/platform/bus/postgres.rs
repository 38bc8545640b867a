use std::time::Duration;

use doorbuster_persistence::Error;
use doorbuster_persistence::platform::{Bus, News};
use tokio::sync::mpsc::Sender;
use tokio::time::sleep;

use crate::Engine;

/// After the bus was lost.
const PAUSE: Duration = Duration::from_secs(1);

/// Hears what LISTEN brings.
pub(super) async fn listen(engine: &Engine, heard: &Sender<News>) {
    loop {
        if let Err(error) = hear(engine, heard).await {
            tracing::debug!(%error, "lost PostgreSQL's bus; refresh and poll go on");
            sleep(PAUSE).await;
        }
    }
}

async fn hear(engine: &Engine, heard: &Sender<News>) -> Result<(), Error> {
    let mut bus = Bus::listen(&engine.database).await?;
    loop {
        if let Some(news) = bus.next().await? {
            metrics::counter!("doorbuster_bus_news_total", "source" => "postgres").increment(1);
            // The other end lives as long as this one.
            let _heard = heard.send(news).await;
        }
    }
}
