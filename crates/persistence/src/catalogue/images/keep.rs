use doorbuster_domain::catalogue::Picture;

use crate::{Error, Work};

/// Why a picture is not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// Somebody deletes its files, because storing them took so long.
    #[error("its files are being deleted")]
    BeingDeleted,
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Keeps a picture whose files are all stored.
///
/// # Errors
/// [`KeepError`].
pub async fn keep(work: &mut Work, picture: &Picture) -> Result<(), KeepError> {
    let url = picture.url();
    let noted = sqlx::query!("DELETE FROM image_garbage WHERE url = $1 AND claimed_at IS NULL", url)
        .execute(&mut **work)
        .await
        .map_err(Error::from)?;
    let kept = sqlx::query!(
        "INSERT INTO images (url) SELECT $1::text WHERE $2::boolean ON CONFLICT (url) DO UPDATE SET wanted_at = clock_timestamp()",
        url,
        noted.rows_affected() > 0,
    )
    .execute(&mut **work)
    .await
    .map_err(Error::from)?;
    if kept.rows_affected() > 0 {
        return Ok(());
    }
    // Somebody who uploaded the same at the same time was quicker, or nobody may keep it now.
    let known = sqlx::query!("UPDATE images SET wanted_at = clock_timestamp() WHERE url = $1", url)
        .execute(&mut **work)
        .await
        .map_err(Error::from)?;
    if known.rows_affected() > 0 { Ok(()) } else { Err(KeepError::BeingDeleted) }
}
