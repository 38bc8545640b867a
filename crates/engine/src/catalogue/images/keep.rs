use bytes::Bytes;
use doorbuster_domain::catalogue::{Picture, PictureFile};
use doorbuster_gateways::storage::StorageError;
use doorbuster_persistence::Error;
use doorbuster_persistence::catalogue::images::{KeepError, Noted, keep, note};

use super::render::digest;
use crate::Engine;

/// Why a picture is not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepImageError {
    /// The same picture is being swept at this moment.
    #[error("the same picture is being deleted")]
    BeingDeleted,
    /// The store.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The database.
    #[error(transparent)]
    Database(#[from] Error),
}

impl From<KeepError> for KeepImageError {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::BeingDeleted => Self::BeingDeleted,
            KeepError::Storage(error) => Self::Database(error),
        }
    }
}

/// Stores a picture's files and keeps the picture. First they are noted, then stored, then kept: a crash in between
/// leaves files that the sweep knows of.
pub(super) async fn keep_files(
    engine: &Engine,
    picture: &Picture,
    files: Vec<(PictureFile, Bytes)>,
) -> Result<(), KeepImageError> {
    let noted = note(&mut *engine.database.acquire().await?, picture).await?;
    match noted {
        Noted::Kept => return Ok(()),
        Noted::BeingDeleted => return Err(KeepImageError::BeingDeleted),
        Noted::ToStore => {}
    }
    for (file, content) in files {
        engine.images.storage.put(&file.to_string(), content).await?;
    }
    let mut work = engine.database.begin_work().await?;
    keep(&mut work, picture).await?;
    work.commit().await?;
    Ok(())
}

/// Keeps a drawing (SVG) that the shop has made itself. Nobody may upload one: they can run scripts.
///
/// # Errors
/// [`KeepImageError`].
pub async fn keep_drawing(
    engine: &Engine,
    svg: String,
    width: u32,
    height: u32,
) -> Result<Picture, KeepImageError> {
    let picture = Picture::of_drawing(digest(svg.as_bytes()), width, height);
    keep_files(engine, &picture, vec![(picture.largest(), svg.into())]).await?;
    Ok(picture)
}
