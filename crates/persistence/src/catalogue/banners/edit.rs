use chrono::{DateTime, Utc};
use doorbuster_domain::BannerId;
use doorbuster_domain::catalogue::{Banner, NewBanner};

use super::WriteError;
use super::row::{BannerRow, select_banners};
use crate::{Error, Work};

/// Locks a banner until the end of the work and reads it, with PostgreSQL's time.
///
/// # Errors
/// Only the database's; none is returned for an unknown banner.
pub async fn lock(work: &mut Work, id: BannerId) -> Result<Option<(Banner, DateTime<Utc>)>, Error> {
    let row = select_banners!("WHERE id = $1 FOR UPDATE", id.0).fetch_optional(&mut **work).await?;
    Ok(row.map(Into::into))
}

/// Makes a locked banner as `next` says. Returns it with PostgreSQL's time.
///
/// # Errors
/// [`WriteError`], decided by the constraints.
pub async fn edit(
    work: &mut Work,
    id: BannerId,
    next: &NewBanner,
) -> Result<(Banner, DateTime<Utc>), WriteError> {
    let row = sqlx::query_as!(
        BannerRow,
        r#"UPDATE banners SET title = $2, text = $3, link = $4, image_url = $5, starts_at = $6, ends_at = $7,
               position = $8, archived = $9, version = version + 1
           WHERE id = $1
           RETURNING id, title, text, link, image_url, starts_at, ends_at, position, archived, version,
               now() AS "now!""#,
        id.0,
        next.title.trim(),
        next.text,
        next.link,
        next.image_url,
        next.starts_at,
        next.ends_at,
        next.position,
        next.archived,
    )
    .fetch_one(&mut **work)
    .await?;
    Ok(row.into())
}
