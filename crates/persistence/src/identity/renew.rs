use std::time::Duration;

use chrono::{DateTime, Utc};
use doorbuster_domain::SessionId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::account::{Account, AccountRow};
use super::open_session::NewRefreshToken;
use crate::Error;

/// What became of a refresh token that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The next token is kept.
    Renewed {
        /// Of whom.
        account: Account,
        /// In which sign-in.
        session: SessionId,
    },
    /// It was used too long ago: two parties have it, so its whole session is revoked.
    Reused(SessionId),
    /// Unknown, expired, revoked, or of a disabled account.
    Refused,
}

struct RenewalRow {
    session: Uuid,
    tolerated: bool,
    id: Option<Uuid>,
    email: Option<String>,
    name: Option<String>,
    role: Option<String>,
    epoch: Option<i32>,
    email_verified_at: Option<DateTime<Utc>>,
    created_at: Option<DateTime<Utc>>,
}

/// Takes the token with the hash `shown` and keeps `next` in its place. A token stays good for `grace` after its first
/// use, because an answer may be lost and two tabs may ask at once; used later, it revokes its session.
///
/// # Errors
/// Only the database's.
pub async fn renew(
    connection: &mut PgConnection,
    shown: &[u8; 32],
    next: NewRefreshToken,
    grace: Duration,
) -> Result<Renewal, Error> {
    let NewRefreshToken { hash, lifetime } = next;
    // Each UPDATE locks its row and decides on the newest version of it: of two tabs at once, the second sees that the
    // first has used the token.
    let row = sqlx::query_as!(
        RenewalRow,
        r#"WITH shown AS (
               UPDATE refresh_tokens SET used_at = coalesce(used_at, clock_timestamp()) WHERE hash = $1
               RETURNING session_id, expires_at > clock_timestamp() AS in_time,
                   used_at > clock_timestamp() - make_interval(secs => $2) AS tolerated
           ), session AS (
               UPDATE sessions s SET
                   last_used_at = CASE WHEN s.revoked_at IS NULL AND shown.in_time AND shown.tolerated
                                       THEN clock_timestamp() ELSE s.last_used_at END,
                   revoked_at = CASE WHEN shown.tolerated THEN s.revoked_at
                                     ELSE coalesce(s.revoked_at, clock_timestamp()) END
               FROM shown WHERE s.id = shown.session_id
               RETURNING s.id, s.user_id, s.revoked_at IS NULL AND shown.in_time AS alive, shown.tolerated
           ), holder AS (
               SELECT u.id, u.email, u.email_verified_at, u.name, u.role, u.epoch, u.created_at, session.id AS session_id
               FROM session JOIN users u ON u.id = session.user_id
               WHERE session.alive AND u.disabled_at IS NULL
           ), kept AS (
               INSERT INTO refresh_tokens (hash, session_id, expires_at)
               SELECT $3, session_id, clock_timestamp() + make_interval(secs => $4) FROM holder
           )
           SELECT session.id AS "session!", session.tolerated AS "tolerated!", holder.id AS "id?",
               holder.email AS "email?", holder.email_verified_at AS "email_verified_at?", holder.name AS "name?", holder.role AS "role?", holder.epoch AS "epoch?",
               holder.created_at AS "created_at?"
           FROM session LEFT JOIN holder ON true"#,
        &shown[..],
        grace.as_secs_f64(),
        &hash[..],
        lifetime.as_secs_f64(),
    )
    .fetch_optional(connection)
    .await?;
    let Some(RenewalRow { session, tolerated, id, email, email_verified_at, name, role, epoch, created_at }) =
        row
    else {
        return Ok(Renewal::Refused);
    };
    let session = SessionId(session);
    if !tolerated {
        return Ok(Renewal::Reused(session));
    }
    let (Some(id), Some(email), Some(role), Some(epoch), Some(created_at)) =
        (id, email, role, epoch, created_at)
    else {
        return Ok(Renewal::Refused);
    };
    let account = AccountRow { id, email, email_verified_at, name, role, epoch, created_at }.try_into()?;
    Ok(Renewal::Renewed { account, session })
}
