use doorbuster_domain::catalogue::Picture;
use sqlx::PgConnection;

use crate::Error;

/// What is known of a picture that somebody uploads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// It is kept already, and stays for a day at least.
    Kept,
    /// Its files may be stored now; within an hour it has to be kept.
    ToStore,
    /// Its files are being deleted: try again in a moment.
    BeingDeleted,
}

/// Notes that files of a picture are about to be stored, before they are.
///
/// # Errors
/// Only the database's.
pub async fn note(connection: &mut PgConnection, picture: &Picture) -> Result<Noted, Error> {
    let url = picture.url();
    let kept = sqlx::query!("UPDATE images SET wanted_at = clock_timestamp() WHERE url = $1", url)
        .execute(&mut *connection)
        .await?;
    if kept.rows_affected() > 0 {
        return Ok(Noted::Kept);
    }
    let noted = sqlx::query!(
        "INSERT INTO image_garbage (url) VALUES ($1)
         ON CONFLICT (url) DO UPDATE SET noted_at = clock_timestamp() WHERE image_garbage.claimed_at IS NULL",
        url,
    )
    .execute(connection)
    .await?;
    Ok(if noted.rows_affected() > 0 { Noted::ToStore } else { Noted::BeingDeleted })
}
