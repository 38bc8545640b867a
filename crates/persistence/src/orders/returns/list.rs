use doorbuster_domain::orders::{Return, ReturnStatus};
use doorbuster_domain::platform::{Cursor, Limit, Page};
use sqlx::PgConnection;

use super::row::select_returns;
use crate::Error;

/// Returns of one status, of all orders, for the staff: of those that are open who waits longest comes first, of the others
/// the newest.
///
/// # Errors
/// Only the database's.
pub async fn list_returns(
    connection: &mut PgConnection,
    status: ReturnStatus,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Return>, Error> {
    let (at, id) = after.map(|Cursor { at, id }| (at, id)).unzip();
    let rows = if status.is_open() {
        select_returns!(
            "WHERE r.status = $1 AND ($2::timestamptz IS NULL OR (r.requested_at, r.id) > ($2, $3::uuid))
             ORDER BY r.requested_at, r.id LIMIT $4",
            status.as_str(),
            at,
            id,
            limit.rows(),
        )
        .fetch_all(connection)
        .await?
    } else {
        select_returns!(
            "WHERE r.status = $1 AND ($2::timestamptz IS NULL OR (r.requested_at, r.id) < ($2, $3::uuid))
             ORDER BY r.requested_at DESC, r.id DESC LIMIT $4",
            status.as_str(),
            at,
            id,
            limit.rows(),
        )
        .fetch_all(connection)
        .await?
    };
    let returns = rows.into_iter().map(Return::try_from).collect::<Result<Vec<_>, Error>>()?;
    Ok(Page::from_rows(returns, limit, |known: &Return| Cursor { at: known.requested_at, id: known.id.0 }))
}
