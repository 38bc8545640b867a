use chrono::{DateTime, Utc};
use doorbuster_domain::BannerId;
use doorbuster_domain::catalogue::Banner;
use sqlx::PgConnection;

use super::row::select_banners;
use crate::Error;

/// A banner, shown or not, and PostgreSQL's time.
///
/// # Errors
/// Only the database's.
pub async fn find(
    connection: &mut PgConnection,
    id: BannerId,
) -> Result<Option<(Banner, DateTime<Utc>)>, Error> {
    let row = select_banners!("WHERE id = $1", id.0).fetch_optional(connection).await?;
    Ok(row.map(Into::into))
}
