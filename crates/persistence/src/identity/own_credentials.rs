use doorbuster_domain::UserId;
use doorbuster_domain::identity::Email;
use sqlx::PgConnection;

use crate::Error;

/// What somebody who is signed in proves themselves against once more.
#[derive(Clone)]
pub struct OwnCredentials {
    /// Where they are reached.
    pub email: Email,
    /// What to call them.
    pub name: Option<String>,
    /// PHC string.
    pub password_hash: String,
}

/// The credentials of this account, unless it is disabled.
///
/// # Errors
/// Only the database's.
pub async fn own_credentials(
    connection: &mut PgConnection,
    user: UserId,
) -> Result<Option<OwnCredentials>, Error> {
    let row = sqlx::query!(
        "SELECT email, name, password_hash FROM users WHERE id = $1 AND disabled_at IS NULL",
        user.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let email = row.email.parse().map_err(|_| Error::Corrupt("users.email"))?;
        Ok(OwnCredentials { email, name: row.name, password_hash: row.password_hash })
    })
    .transpose()
}
