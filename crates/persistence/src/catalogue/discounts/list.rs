use doorbuster_domain::catalogue::Discount;
use doorbuster_domain::platform::{Cursor, Limit, Page};
use sqlx::PgConnection;

use super::row::select_discounts;
use crate::Error;

/// All discounts, newest first.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Discount>, Error> {
    let rows = select_discounts!(
        "WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid)
         ORDER BY created_at DESC, id DESC LIMIT $3",
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let discounts = rows.into_iter().map(Discount::try_from).collect::<Result<_, _>>()?;
    Ok(Page::from_rows(discounts, limit, |discount: &Discount| Cursor {
        at: discount.created_at,
        id: discount.id.0,
    }))
}
