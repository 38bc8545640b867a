use doorbuster_domain::UserId;
use doorbuster_domain::identity::Email;

use crate::{Error, Work};

/// Under which condition a password is replaced.
#[derive(Clone, Copy, Debug)]
pub enum Because<'a> {
    /// Its owner knows the one with this hash.
    Known(&'a str),
    /// Its owner reads the mail of this address, which the account must still have. That proves the address too.
    Reads(&'a Email),
}

/// Sets an account's password. Returns its address; none when the condition does not hold any more, or the account is
/// disabled.
///
/// # Errors
/// Only the database's.
pub async fn set_password(
    work: &mut Work,
    id: UserId,
    password_hash: &str,
    because: Because<'_>,
) -> Result<Option<Email>, Error> {
    let (known, reads) = match because {
        Because::Known(hash) => (Some(hash), None),
        Because::Reads(email) => (None, Some(email.as_str())),
    };
    let email = sqlx::query_scalar!(
        "UPDATE users SET password_hash = $2,
             email_verified_at = CASE WHEN $4::text IS NULL THEN email_verified_at
                 ELSE coalesce(email_verified_at, clock_timestamp()) END
         WHERE id = $1 AND disabled_at IS NULL
             AND ($3::text IS NULL OR password_hash = $3) AND ($4::text IS NULL OR email = $4)
         RETURNING email",
        id.0,
        password_hash,
        known,
        reads,
    )
    .fetch_optional(&mut **work)
    .await?;
    email.map(|email| email.parse().map_err(|_| Error::Corrupt("users.email"))).transpose()
}
