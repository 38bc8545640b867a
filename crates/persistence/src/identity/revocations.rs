use std::time::Duration;

use chrono::{DateTime, Utc};
use doorbuster_domain::{SessionId, UserId};
use sqlx::PgConnection;

use crate::Error;

/// An account whose older access tokens became worthless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RaisedEpoch {
    /// Whose.
    pub user: UserId,
    /// The oldest epoch that counts.
    pub epoch: i32,
    /// Since when, by PostgreSQL's clock.
    pub at: DateTime<Utc>,
}

/// A session whose access tokens became worthless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevokedSession {
    /// Which.
    pub session: SessionId,
    /// Since when, by PostgreSQL's clock.
    pub at: DateTime<Utc>,
}

/// The accounts whose epoch was raised within the last `window`, latest first, at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn raised_epochs(
    connection: &mut PgConnection,
    window: Duration,
    limit: i64,
) -> Result<Vec<RaisedEpoch>, Error> {
    // `now()` is the start of this statement; a volatile clock would keep the index from being used.
    let rows = sqlx::query!(
        r#"SELECT id, epoch, epoch_raised_at AS "at!" FROM users
           WHERE epoch_raised_at > now() - make_interval(secs => $1)
           ORDER BY epoch_raised_at DESC LIMIT $2"#,
        window.as_secs_f64(),
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| RaisedEpoch { user: UserId(row.id), epoch: row.epoch, at: row.at })
        .collect())
}

/// The sessions that were revoked within the last `window`, latest first, at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn revoked_sessions(
    connection: &mut PgConnection,
    window: Duration,
    limit: i64,
) -> Result<Vec<RevokedSession>, Error> {
    let rows = sqlx::query!(
        r#"SELECT id, revoked_at AS "at!" FROM sessions
           WHERE revoked_at > now() - make_interval(secs => $1)
           ORDER BY revoked_at DESC LIMIT $2"#,
        window.as_secs_f64(),
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| RevokedSession { session: SessionId(row.id), at: row.at }).collect())
}
