use std::time::Duration;

use doorbuster_domain::{SessionId, UserId};
use sqlx::PgConnection;

use super::account::{Account, AccountRow};
use crate::Error;

/// A refresh token to be kept.
#[derive(Clone, Copy)]
pub struct NewRefreshToken {
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// How long it is good for.
    pub lifetime: Duration,
}

/// A sign-in.
#[derive(Clone)]
pub struct NewSession<'a> {
    /// Its fresh id.
    pub id: SessionId,
    /// Who signs in.
    pub user: UserId,
    /// The hash that the password was verified against.
    pub password_hash: &'a str,
    /// What the client calls itself.
    pub user_agent: Option<&'a str>,
    /// The first of the session's refresh tokens.
    pub token: NewRefreshToken,
}

/// Opens a session, unless the account was disabled or its password changed while the password was being verified.
///
/// The account's row is held meanwhile, so that logging out everywhere either finds the session or comes before it.
///
/// # Errors
/// Only the database's.
pub async fn open_session(
    connection: &mut PgConnection,
    new: &NewSession<'_>,
) -> Result<Option<Account>, Error> {
    let NewSession { id, user, password_hash, user_agent, token: NewRefreshToken { hash, lifetime } } = new;
    let row = sqlx::query_as!(
        AccountRow,
        r#"WITH holder AS (
               SELECT id, email, email_verified_at, name, role, epoch, created_at FROM users
               WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL FOR SHARE
           ), opened AS (
               INSERT INTO sessions (id, user_id, user_agent) SELECT $3, id, $4 FROM holder RETURNING id
           ), kept AS (
               INSERT INTO refresh_tokens (hash, session_id, expires_at)
               SELECT $5, id, clock_timestamp() + make_interval(secs => $6) FROM opened
           )
           SELECT id AS "id!", email AS "email!", email_verified_at, name, role AS "role!", epoch AS "epoch!",
               created_at AS "created_at!"
           FROM holder"#,
        user.0,
        password_hash,
        id.0,
        *user_agent,
        &hash[..],
        lifetime.as_secs_f64(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(Account::try_from).transpose()
}
