use chrono::{DateTime, Utc};
use doorbuster_domain::identity::{Address, NewAddress};
use doorbuster_domain::{AddressId, UserId};
use uuid::Uuid;

use crate::{Error, Work};

/// A row of `addresses`.
pub(super) struct AddressRow {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) company: Option<String>,
    pub(super) line1: String,
    pub(super) line2: Option<String>,
    pub(super) postal_code: String,
    pub(super) city: String,
    pub(super) country: String,
    pub(super) phone: Option<String>,
    pub(super) is_default: bool,
    pub(super) created_at: DateTime<Utc>,
}

impl From<AddressRow> for Address {
    fn from(row: AddressRow) -> Self {
        let AddressRow {
            id,
            name,
            company,
            line1,
            line2,
            postal_code,
            city,
            country,
            phone,
            is_default,
            created_at,
        } = row;
        let address =
            NewAddress { name, company, line1, line2, postal_code, city, country, phone, is_default };
        Self { id: AddressId(id), address, created_at }
    }
}

/// Keeps everybody else from changing this person's book until the end of the work: the number of entries and the one
/// default are about all of them. Whether the account exists.
pub(super) async fn hold_book(work: &mut Work, user: UserId) -> Result<bool, Error> {
    let held = sqlx::query!("SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE", user.0)
        .fetch_optional(&mut **work)
        .await?;
    Ok(held.is_some())
}

/// Makes room for another default.
pub(super) async fn drop_default(work: &mut Work, user: UserId) -> Result<(), Error> {
    sqlx::query!("UPDATE addresses SET is_default = false WHERE user_id = $1 AND is_default", user.0)
        .execute(&mut **work)
        .await?;
    Ok(())
}
