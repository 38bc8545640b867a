use doorbuster_domain::identity::Address;
use doorbuster_domain::{AddressId, UserId};
use sqlx::PgConnection;

use super::row::AddressRow;
use crate::Error;

/// An entry of somebody's own book.
///
/// # Errors
/// Only the database's.
pub async fn find_address(
    connection: &mut PgConnection,
    user: UserId,
    id: AddressId,
) -> Result<Option<Address>, Error> {
    let row = sqlx::query_as!(
        AddressRow,
        "SELECT id, name, company, line1, line2, postal_code, city, country, phone, is_default, created_at
         FROM addresses WHERE id = $1 AND user_id = $2",
        id.0,
        user.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Address::from))
}
