use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::Banner;
use doorbuster_domain::platform::{Cursor, Limit, Page};
use sqlx::PgConnection;

use super::row::select_banners;
use crate::Error;

/// Banners in their order: those of now, or all. Each with PostgreSQL's time.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    all: bool,
    after: Option<Cursor<i64>>,
    limit: Limit,
) -> Result<Page<(Banner, DateTime<Utc>), Cursor<i64>>, Error> {
    // The same rule as `Banner::is_shown`.
    let rows = select_banners!(
        "WHERE ($1::boolean OR NOT archived AND starts_at <= now() AND (ends_at IS NULL OR now() < ends_at))
             AND ($2::bigint IS NULL OR (position, id) > ($2, $3::uuid))
         ORDER BY position, id LIMIT $4",
        all,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let banners = rows.into_iter().map(Into::into).collect();
    Ok(Page::from_rows(banners, limit, |(banner, _): &(Banner, _)| Cursor {
        at: i64::from(banner.position),
        id: banner.id.0,
    }))
}
