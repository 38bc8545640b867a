use doorbuster_domain::payments::{Refund, RefundStatus};
use doorbuster_domain::platform::{Cursor, Limit, Page};
use sqlx::PgConnection;

use super::refunds::select_refunds;
use crate::Error;

/// Refunds of one status, of all orders, newest first: for the staff.
///
/// # Errors
/// Only the database's.
pub async fn list_refunds(
    connection: &mut PgConnection,
    status: RefundStatus,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Refund>, Error> {
    let (at, id) = after.map(|Cursor { at, id }| (at, id)).unzip();
    let rows = select_refunds!(
        "WHERE r.status = $1 AND ($2::timestamptz IS NULL OR (r.created_at, r.id) < ($2, $3::uuid))
         ORDER BY r.created_at DESC, r.id DESC LIMIT $4",
        status.as_str(),
        at,
        id,
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let refunds = rows.into_iter().map(Refund::try_from).collect::<Result<Vec<_>, Error>>()?;
    Ok(Page::from_rows(refunds, limit, |refund: &Refund| Cursor { at: refund.at, id: refund.id.0 }))
}
