use doorbuster_domain::identity::{Address, NewAddress};
use doorbuster_domain::{AddressId, UserId};

use super::row::{AddressRow, drop_default, hold_book};
use crate::{Error, Work};

/// Why an address is not added.
#[derive(Debug, thiserror::Error)]
pub enum CreateAddressError {
    /// The account is gone.
    #[error("there is no such account")]
    NoAccount,
    /// The book is full.
    #[error("the address book is full")]
    Full,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for CreateAddressError {
    fn from(error: E) -> Self {
        Self::Storage(error.into())
    }
}

/// Adds an address to somebody's book. The first one becomes the default.
///
/// # Errors
/// [`CreateAddressError`]
pub async fn create_address(
    work: &mut Work,
    user: UserId,
    id: AddressId,
    new: &NewAddress,
) -> Result<Address, CreateAddressError> {
    if !hold_book(work, user).await? {
        return Err(CreateAddressError::NoAccount);
    }
    let entries =
        sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM addresses WHERE user_id = $1"#, user.0)
            .fetch_one(&mut **work)
            .await?;
    if entries >= NewAddress::MOST {
        return Err(CreateAddressError::Full);
    }
    let is_default = new.is_default || entries == 0;
    if is_default {
        drop_default(work, user).await?;
    }
    let row = sqlx::query_as!(
        AddressRow,
        "INSERT INTO addresses (id, user_id, name, company, line1, line2, postal_code, city, country, phone, is_default)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         RETURNING id, name, company, line1, line2, postal_code, city, country, phone, is_default, created_at",
        id.0,
        user.0,
        new.name,
        new.company,
        new.line1,
        new.line2,
        new.postal_code,
        new.city,
        new.country,
        new.phone,
        is_default,
    )
    .fetch_one(&mut **work)
    .await?;
    Ok(row.into())
}
