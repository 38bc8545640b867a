use chrono::{DateTime, Utc};
use doorbuster_domain::{OrderId, UserId};
use sqlx::PgConnection;

use crate::{Error, Work};

/// What somebody of the staff wrote down about an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Who.
    pub user: UserId,
    /// What.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Most notes that are shown; nobody reads more.
const SHOWN: i64 = 200;

/// Writes a note about an order that exists.
///
/// # Errors
/// Only the database's.
pub async fn write_note(work: &mut Work, order: OrderId, user: UserId, text: &str) -> Result<(), Error> {
    sqlx::query!(
        "INSERT INTO order_notes (order_id, user_id, text) VALUES ($1, $2, $3)",
        order.0,
        user.0,
        text
    )
    .execute(&mut **work)
    .await?;
    Ok(())
}

/// The notes about an order, first to last.
///
/// # Errors
/// Only the database's.
pub async fn notes(connection: &mut PgConnection, order: OrderId) -> Result<Vec<Note>, Error> {
    let rows = sqlx::query!(
        "SELECT user_id, text, at FROM order_notes WHERE order_id = $1 ORDER BY id LIMIT $2",
        order.0,
        SHOWN
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| Note { user: UserId(row.user_id), text: row.text, at: row.at }).collect())
}
