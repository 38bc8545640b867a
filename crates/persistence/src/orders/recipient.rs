use std::collections::HashMap;

use doorbuster_domain::{OrderId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// Somebody who has to do with an order, as the staff and the mails name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub id: UserId,
    /// Where they are reached now.
    pub email: String,
    /// Their name, if they gave one.
    pub name: Option<String>,
}

/// Whose order it is, and where they are reached; none for an order or an account that does not exist.
///
/// # Errors
/// Only the database's.
pub async fn recipient(connection: &mut PgConnection, order: OrderId) -> Result<Option<Person>, Error> {
    let row = sqlx::query!(
        "SELECT u.id, u.email, u.name FROM orders o JOIN users u ON u.id = o.user_id WHERE o.id = $1",
        order.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Person { id: UserId(row.id), email: row.email, name: row.name }))
}

/// These accounts, by their ids.
///
/// # Errors
/// Only the database's.
pub async fn people(
    connection: &mut PgConnection,
    users: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, Person>, Error> {
    let ids: Vec<Uuid> = users.into_iter().map(|user| user.0).collect();
    let rows = sqlx::query!("SELECT id, email, name FROM users WHERE id = ANY ($1)", &ids)
        .fetch_all(connection)
        .await?;
    let person = |(id, email, name)| (UserId(id), Person { id: UserId(id), email, name });
    Ok(rows.into_iter().map(|row| person((row.id, row.email, row.name))).collect())
}
