use std::time::Duration;

use chrono::TimeDelta;
use doorbuster_domain::catalogue::Picture;
use doorbuster_gateways::storage::StorageError;
use doorbuster_persistence::Error;
use doorbuster_persistence::catalogue::images::{claim_garbage, discard_unused, forget_garbage};
use tokio::time::timeout;

use crate::Engine;

/// Who uploads a picture has so long to use it, and who lets go of one to want it back.
const GRACE: TimeDelta = TimeDelta::days(1);
/// No upload takes so long.
const UPLOAD: TimeDelta = TimeDelta::hours(1);
/// A deletion that was claimed before this, and has not ended, was cut short.
const STUCK: TimeDelta = TimeDelta::minutes(10);
/// All files of one picture are deleted within this, or it is tried again later: much less than [`STUCK`].
const PATIENCE: Duration = Duration::from_secs(60);
/// Pictures of one statement, whose deletions end before they look stuck.
const CHUNK: i64 = 5;
/// Rounds of one sweep. What is left waits for the next.
const ROUNDS: u32 = 1_000;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Pictures that nobody used for a day.
    pub discarded: u64,
    /// Pictures whose files are deleted.
    pub deleted: u64,
}

/// Deletes pictures that nobody has used for a day, and files that an upload left behind. No transaction is open while the
/// store is asked; what is cut short is done by the next sweep.
///
/// # Errors
/// Only the database's. A store that is away leaves the files to the next sweep.
pub async fn sweep_images(engine: &Engine) -> Result<Swept, Error> {
    let now = engine.board.now();
    let mut swept = Swept::default();
    for _ in 0..ROUNDS {
        let discarded = {
            let mut connection = engine.database.acquire().await?;
            discard_unused(&mut connection, now - GRACE, CHUNK).await?
        };
        let claimed = {
            let mut connection = engine.database.acquire().await?;
            claim_garbage(&mut connection, now - UPLOAD, now - STUCK, CHUNK).await?
        };
        if discarded == 0 && claimed.is_empty() {
            break;
        }
        swept.discarded += discarded;
        for url in claimed {
            if delete_files(engine, &url).await {
                forget_garbage(&mut *engine.database.acquire().await?, &url).await?;
                swept.deleted += 1;
            }
        }
    }
    if swept != Swept::default() {
        tracing::info!(swept.discarded, swept.deleted, "swept pictures that nobody uses");
    }
    Ok(swept)
}

/// Whether all files of a picture are gone.
async fn delete_files(engine: &Engine, url: &str) -> bool {
    let files = Picture::of_url(url).map(|picture| picture.files()).unwrap_or_default();
    let deleting = async {
        for file in files {
            engine.images.storage.delete(&file.to_string()).await?;
        }
        Ok::<_, StorageError>(())
    };
    let deleted =
        timeout(PATIENCE, deleting).await.unwrap_or_else(|_| Err(StorageError::new("it takes too long")));
    if let Err(error) = &deleted {
        tracing::warn!(%error, "cannot delete {url}; the next sweep tries again");
    }
    deleted.is_ok()
}
