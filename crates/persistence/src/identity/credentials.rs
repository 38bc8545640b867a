use doorbuster_domain::UserId;
use doorbuster_domain::identity::Email;
use sqlx::PgConnection;

use crate::Error;

/// What a password is verified against.
#[derive(Clone)]
pub struct StoredCredentials {
    /// Whose it is.
    pub user: UserId,
    /// PHC string.
    pub password_hash: String,
}

/// The credentials of the account with this e-mail, disabled or not: [`super::open_session`] decides.
///
/// # Errors
/// Only the database's.
pub async fn credentials(
    connection: &mut PgConnection,
    email: &Email,
) -> Result<Option<StoredCredentials>, Error> {
    let row = sqlx::query!("SELECT id, password_hash FROM users WHERE email = $1", email.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| StoredCredentials { user: UserId(row.id), password_hash: row.password_hash }))
}
