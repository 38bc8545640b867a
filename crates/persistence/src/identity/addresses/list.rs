use doorbuster_domain::UserId;
use doorbuster_domain::identity::Address;
use doorbuster_domain::platform::{Cursor, Limit, Page};
use sqlx::PgConnection;

use super::row::AddressRow;
use crate::Error;

/// The entries of somebody's book, newest first.
///
/// # Errors
/// Only the database's.
pub async fn list_addresses(
    connection: &mut PgConnection,
    user: UserId,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Address>, Error> {
    let rows = sqlx::query_as!(
        AddressRow,
        "SELECT id, name, company, line1, line2, postal_code, city, country, phone, is_default, created_at
         FROM addresses
         WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
         ORDER BY created_at DESC, id DESC
         LIMIT $4",
        user.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let addresses = rows.into_iter().map(Address::from).collect();
    Ok(Page::from_rows(addresses, limit, |address: &Address| Cursor {
        at: address.created_at,
        id: address.id.0,
    }))
}
