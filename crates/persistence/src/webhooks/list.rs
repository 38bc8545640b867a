use doorbuster_domain::platform::{Cursor, Limit, Page};
use doorbuster_domain::webhooks::Webhook;
use sqlx::PgConnection;

use super::row::select_webhooks;
use crate::Error;

/// All endpoints, newest first.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Webhook>, Error> {
    let rows = select_webhooks!(
        "WHERE $1::timestamptz IS NULL OR (w.created_at, w.id) < ($1, $2::uuid)
         ORDER BY w.created_at DESC, w.id DESC LIMIT $3",
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let webhooks = rows.into_iter().map(Webhook::from).collect();
    Ok(Page::from_rows(webhooks, limit, |webhook: &Webhook| Cursor {
        at: webhook.created_at,
        id: webhook.id.0,
    }))
}
