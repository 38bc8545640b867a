use std::time::Duration;

use doorbuster_domain::UserId;
use doorbuster_domain::identity::Email;
use sqlx::PgConnection;

use crate::Error;

/// What the link in a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Proves who reads an address.
    VerifyEmail,
    /// Sets a new password.
    ResetPassword,
}

/// A token that goes out in a mail.
#[derive(Clone, Copy)]
pub struct NewMailedToken<'a> {
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// For whom.
    pub user: UserId,
    /// What for.
    pub purpose: Purpose,
    /// Where it is sent.
    pub email: &'a Email,
    /// How long it is good for.
    pub lifetime: Duration,
}

/// What a token proves: that who showed it reads the mail of this address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// For whom it was made.
    pub user: UserId,
    /// Where it was sent.
    pub email: Email,
}

/// Tokens of one purpose that one account may have at a time. Each mail has its own, and the oldest go first.
const AT_A_TIME: i32 = 5;

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
        }
    }
}

/// Keeps a token, unless the account is gone or disabled. Returns whether it did.
///
/// # Errors
/// Only the database's.
pub async fn keep_mailed_token(
    connection: &mut PgConnection,
    new: &NewMailedToken<'_>,
) -> Result<bool, Error> {
    let NewMailedToken { hash, user, purpose, email, lifetime } = new;
    let kept = sqlx::query!(
        "WITH surplus AS (
             DELETE FROM mailed_tokens WHERE hash IN (
                 SELECT hash FROM mailed_tokens WHERE user_id = $2 AND purpose = $3
                 ORDER BY created_at DESC OFFSET $6::integer - 1
             )
         )
         INSERT INTO mailed_tokens (hash, user_id, purpose, email, expires_at)
         SELECT $1, id, $3, $4, clock_timestamp() + make_interval(secs => $5) FROM users
         WHERE id = $2 AND disabled_at IS NULL",
        &hash[..],
        user.0,
        purpose.as_str(),
        email.as_str(),
        lifetime.as_secs_f64(),
        AT_A_TIME,
    )
    .execute(connection)
    .await?;
    Ok(kept.rows_affected() == 1)
}

/// Whether a token would be redeemed now: before work is put into a password that nobody could set.
///
/// # Errors
/// Only the database's.
pub async fn knows_mailed_token(
    connection: &mut PgConnection,
    hash: &[u8; 32],
    purpose: Purpose,
) -> Result<Option<Proof>, Error> {
    let row = sqlx::query!(
        "SELECT user_id, email FROM mailed_tokens
         WHERE hash = $1 AND purpose = $2 AND expires_at > clock_timestamp()",
        &hash[..],
        purpose.as_str(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| proof(row.user_id, &row.email)).transpose()
}

/// Takes a token, once: of two who show it at the same time one gets nothing.
///
/// # Errors
/// Only the database's.
pub async fn redeem_mailed_token(
    connection: &mut PgConnection,
    hash: &[u8; 32],
    purpose: Purpose,
) -> Result<Option<Proof>, Error> {
    let row = sqlx::query!(
        "DELETE FROM mailed_tokens WHERE hash = $1 AND purpose = $2 AND expires_at > clock_timestamp()
         RETURNING user_id, email",
        &hash[..],
        purpose.as_str(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| proof(row.user_id, &row.email)).transpose()
}

/// Makes every token of an account worthless.
///
/// # Errors
/// Only the database's.
pub async fn forget_mailed_tokens(connection: &mut PgConnection, user: UserId) -> Result<(), Error> {
    sqlx::query!("DELETE FROM mailed_tokens WHERE user_id = $1", user.0).execute(connection).await?;
    Ok(())
}

fn proof(user: uuid::Uuid, email: &str) -> Result<Proof, Error> {
    let email = email.parse().map_err(|_| Error::Corrupt("mailed_tokens.email"))?;
    Ok(Proof { user: UserId(user), email })
}
