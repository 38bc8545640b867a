use doorbuster_domain::platform::{Cursor, Limit, Page};
use doorbuster_domain::promotions::Code;
use sqlx::PgConnection;

use super::row::select_codes;
use crate::Error;

/// All codes, newest first.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Code>, Error> {
    let rows = select_codes!(
        "WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid)
         ORDER BY created_at DESC, id DESC LIMIT $3",
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let codes = rows.into_iter().map(Code::try_from).collect::<Result<_, _>>()?;
    Ok(Page::from_rows(codes, limit, |code: &Code| Cursor { at: code.created_at, id: code.id.0 }))
}
