use doorbuster_domain::UserId;
use doorbuster_domain::identity::{Name, User};
use sqlx::PgConnection;

use super::account::{Account, AccountRow};
use crate::Error;

/// Sets or removes an account's name, unless it is disabled.
///
/// # Errors
/// Only the database's.
pub async fn rename(
    connection: &mut PgConnection,
    id: UserId,
    name: Option<&Name>,
) -> Result<Option<User>, Error> {
    let row = sqlx::query_as!(
        AccountRow,
        "UPDATE users SET name = $2 WHERE id = $1 AND disabled_at IS NULL
         RETURNING id, email, email_verified_at, name, role, epoch, created_at",
        id.0,
        name.map(Name::as_str),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| Account::try_from(row).map(|account| account.user)).transpose()
}
