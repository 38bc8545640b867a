use doorbuster_domain::UserId;
use doorbuster_domain::identity::User;
use sqlx::PgConnection;

use super::account::{Account, AccountRow};
use crate::Error;

/// The account with this id, unless it is disabled.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, id: UserId) -> Result<Option<User>, Error> {
    let row = sqlx::query_as!(
        AccountRow,
        "SELECT id, email, email_verified_at, name, role, epoch, created_at FROM users WHERE id = $1 AND disabled_at IS NULL",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| Account::try_from(row).map(|account| account.user)).transpose()
}
