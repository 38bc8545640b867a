use std::collections::HashMap;

use doorbuster_domain::{OrderId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// Somebody who has to do with an order, as the staff and the mails name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account, or the guest.
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
        r#"SELECT o.user_id, coalesce(u.email, k.email) AS "email!", coalesce(u.name, k.shipping_address ->> 'name') AS name
           FROM orders o LEFT JOIN users u ON u.id = o.user_id LEFT JOIN checkouts k ON k.order_id = o.id
           WHERE o.id = $1 AND coalesce(u.id, k.user_id) IS NOT NULL"#,
        order.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Person { id: UserId(row.user_id), email: row.email, name: row.name }))
}

/// These accounts and guests, by their ids.
///
/// # Errors
/// Only the database's.
pub async fn people(
    connection: &mut PgConnection,
    users: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, Person>, Error> {
    let ids: Vec<Uuid> = users.into_iter().map(|user| user.0).collect();
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", email AS "email!", name FROM users WHERE id = ANY ($1)
           UNION ALL
           -- A guest is whom they said they were in their last order.
           SELECT * FROM (
               SELECT DISTINCT ON (k.user_id) k.user_id, k.email, k.shipping_address ->> 'name' FROM checkouts k
               WHERE k.user_id = ANY ($1) AND NOT EXISTS (SELECT FROM users u WHERE u.id = k.user_id)
               ORDER BY k.user_id, k.order_id DESC
           ) guests"#,
        &ids
    )
    .fetch_all(connection)
    .await?;
    let person = |(id, email, name)| (UserId(id), Person { id: UserId(id), email, name });
    Ok(rows.into_iter().map(|row| person((row.id, row.email, row.name))).collect())
}
