use doorbuster_domain::UserId;
use doorbuster_domain::identity::{Email, User};

use super::CreateError;
use super::account::{Account, AccountRow};
use crate::Work;

/// An account with a proven address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The account as it is now.
    pub user: User,
    /// The address that it had before, when it was another.
    pub before: Option<Email>,
}

/// Gives an account the address that its owner was shown to read; none for an account that is gone or disabled.
///
/// # Errors
/// [`CreateError::EmailTaken`], decided by the unique constraint.
pub async fn set_email(work: &mut Work, id: UserId, email: &Email) -> Result<Option<Proven>, CreateError> {
    let before = sqlx::query_scalar!(
        "SELECT email FROM users WHERE id = $1 AND disabled_at IS NULL FOR NO KEY UPDATE",
        id.0
    )
    .fetch_optional(&mut **work)
    .await?;
    let Some(before) = before else {
        return Ok(None);
    };
    let row = sqlx::query_as!(
        AccountRow,
        "UPDATE users SET email = $2, email_verified_at = clock_timestamp() WHERE id = $1
         RETURNING id, email, email_verified_at, name, role, epoch, created_at",
        id.0,
        email.as_str(),
    )
    .fetch_one(&mut **work)
    .await?;
    let before = if before == email.as_str() { None } else { before.parse().ok() };
    Ok(Some(Proven { user: Account::try_from(row)?.user, before }))
}
