use chrono::{DateTime, Utc};
use doorbuster_domain::BannerId;
use doorbuster_domain::catalogue::{Banner, NewBanner};
use sqlx::PgConnection;

use super::WriteError;
use super::row::BannerRow;

/// Makes a banner under `id`. Returns it with PostgreSQL's time.
///
/// # Errors
/// [`WriteError`], decided by the constraints.
pub async fn create(
    connection: &mut PgConnection,
    id: BannerId,
    new: &NewBanner,
) -> Result<(Banner, DateTime<Utc>), WriteError> {
    let row = sqlx::query_as!(
        BannerRow,
        r#"INSERT INTO banners (id, title, text, link, image_url, starts_at, ends_at, position, archived)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           RETURNING id, title, text, link, image_url, starts_at, ends_at, position, archived, version,
               now() AS "now!""#,
        id.0,
        new.title.trim(),
        new.text,
        new.link,
        new.image_url,
        new.starts_at,
        new.ends_at,
        new.position,
        new.archived,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.into())
}
