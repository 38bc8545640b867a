use doorbuster_domain::UserId;
use doorbuster_domain::identity::{Email, Name, Role};
use sqlx::PgConnection;

use super::account::{Account, AccountRow};
use crate::Error;

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    /// Its fresh id.
    pub id: UserId,
    /// Where its owner is reached.
    pub email: &'a Email,
    /// What to call them.
    pub name: Option<&'a Name>,
    /// What they may do.
    pub role: Role,
    /// Their password, hashed (PHC string).
    pub password_hash: &'a str,
}

/// Why an account is not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Another account has this e-mail.
    #[error("another account has this e-mail")]
    EmailTaken,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for CreateError {
    fn from(error: E) -> Self {
        let error = error.into();
        if error.constraint() == Some("users_email_unique") { Self::EmailTaken } else { Self::Storage(error) }
    }
}

/// Makes an account.
///
/// # Errors
/// [`CreateError::EmailTaken`], decided by the unique constraint.
pub async fn create(connection: &mut PgConnection, new: &NewUser<'_>) -> Result<Account, CreateError> {
    let NewUser { id, email, name, role, password_hash } = new;
    let row = sqlx::query_as!(
        AccountRow,
        "INSERT INTO users (id, email, name, role, password_hash) VALUES ($1, $2, $3, $4, $5)
         RETURNING id, email, email_verified_at, name, role, epoch, created_at",
        id.0,
        email.as_str(),
        name.map(Name::as_str),
        role.as_str(),
        password_hash,
    )
    .fetch_one(connection)
    .await?;
    Ok(Account::try_from(row)?)
}
