use bytes::Bytes;
use doorbuster_domain::catalogue::Picture;

use super::decode::ImageRefusal;
use super::keep::{KeepImageError, keep_files};
use super::render::render;
use crate::Engine;
use crate::platform::NotDone;

/// Why an upload is not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// It is no picture for the shop.
    #[error(transparent)]
    Refused(#[from] ImageRefusal),
    /// Too many wait, or the same picture is being swept: try again in a moment.
    #[error("too many pictures are waiting")]
    Busy,
    /// The process is stopping.
    #[error("the work on a picture was cut short")]
    Stopped,
    /// Store or database.
    #[error(transparent)]
    Failed(KeepImageError),
}

impl From<KeepImageError> for UploadError {
    fn from(error: KeepImageError) -> Self {
        match error {
            KeepImageError::BeingDeleted => Self::Busy,
            KeepImageError::Storage(_) | KeepImageError::Database(_) => Self::Failed(error),
        }
    }
}

/// Takes an upload: makes all its forms, stores them, keeps the picture. The same content is the same picture.
///
/// # Errors
/// [`UploadError`].
pub async fn upload_image(
    engine: &Engine,
    bytes: Bytes,
    announced: Option<String>,
) -> Result<Picture, UploadError> {
    let rendered = engine.images.workers.run(move || render(&bytes, announced.as_deref())).await;
    let rendered = rendered.map_err(|error| match error {
        NotDone::Busy => UploadError::Busy,
        NotDone::Stopped => UploadError::Stopped,
    })??;
    keep_files(engine, &rendered.picture, rendered.files).await?;
    Ok(rendered.picture)
}
