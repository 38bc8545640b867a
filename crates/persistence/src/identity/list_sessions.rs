use std::time::Duration;

use chrono::{DateTime, Utc};
use doorbuster_domain::identity::Session;
use doorbuster_domain::platform::{Cursor, Limit, Page};
use doorbuster_domain::{SessionId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

struct SessionRow {
    id: Uuid,
    user_agent: Option<String>,
    created_at: DateTime<Utc>,
    last_used_at: DateTime<Utc>,
}

/// The sessions of an account that are not over, latest sign-in first. One that was not renewed for `lifetime` is over:
/// its last refresh token has expired.
///
/// # Errors
/// Only the database's.
pub async fn list_sessions(
    connection: &mut PgConnection,
    user: UserId,
    lifetime: Duration,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Session>, Error> {
    // By sign-in and not by last use: a session that is used while somebody turns the page must not change its place.
    let rows = sqlx::query_as!(
        SessionRow,
        "SELECT id, user_agent, created_at, last_used_at FROM sessions
         WHERE user_id = $1 AND revoked_at IS NULL AND last_used_at > now() - make_interval(secs => $2)
             AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
         ORDER BY created_at DESC, id DESC
         LIMIT $5",
        user.0,
        lifetime.as_secs_f64(),
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let sessions = rows.into_iter().map(Session::from).collect();
    Ok(Page::from_rows(sessions, limit, |session: &Session| Cursor {
        at: session.created_at,
        id: session.id.0,
    }))
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        let SessionRow { id, user_agent, created_at, last_used_at } = row;
        Self { id: SessionId(id), user_agent, created_at, last_used_at }
    }
}
