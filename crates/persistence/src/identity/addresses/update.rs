use doorbuster_domain::identity::{Address, NewAddress};
use doorbuster_domain::{AddressId, UserId};

use super::row::{AddressRow, drop_default, hold_book};
use crate::{Error, Work};

/// Replaces an entry of somebody's book; none when it is not theirs. The default stays one until another is made it.
///
/// # Errors
/// Only the database's.
pub async fn update_address(
    work: &mut Work,
    user: UserId,
    id: AddressId,
    next: &NewAddress,
) -> Result<Option<Address>, Error> {
    hold_book(work, user).await?;
    let owned = sqlx::query!("SELECT id FROM addresses WHERE id = $1 AND user_id = $2", id.0, user.0)
        .fetch_optional(&mut **work)
        .await?;
    if owned.is_none() {
        return Ok(None);
    }
    if next.is_default {
        drop_default(work, user).await?;
    }
    let row = sqlx::query_as!(
        AddressRow,
        "UPDATE addresses SET name = $3, company = $4, line1 = $5, line2 = $6, postal_code = $7, city = $8,
             country = $9, phone = $10, is_default = is_default OR $11
         WHERE id = $1 AND user_id = $2
         RETURNING id, name, company, line1, line2, postal_code, city, country, phone, is_default, created_at",
        id.0,
        user.0,
        next.name,
        next.company,
        next.line1,
        next.line2,
        next.postal_code,
        next.city,
        next.country,
        next.phone,
        next.is_default,
    )
    .fetch_optional(&mut **work)
    .await?;
    Ok(row.map(Address::from))
}
