use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::Error;

/// One session of PostgreSQL. Process numbers are used again; together with the start they are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its backend's process number.
    pub process: i32,
    /// When it began, by PostgreSQL's clock.
    pub started_at: DateTime<Utc>,
}

/// The session at the other end of a connection.
///
/// # Errors
/// Only the database's.
pub async fn session(connection: &mut PgConnection) -> Result<Session, Error> {
    let row = sqlx::query!(
        r#"SELECT pid AS "process!", backend_start AS "started_at!" FROM pg_stat_activity
           WHERE pid = pg_backend_pid()"#
    )
    .fetch_one(connection)
    .await?;
    Ok(Session { process: row.process, started_at: row.started_at })
}

/// Ends sessions whose connections were given up, so that nothing that was sent on them comes true later. Returns
/// whether all of them are gone.
///
/// One that waits for a synchronous standby is left alone: it has committed, and ending it would show its work before
/// the standby has it.
///
/// # Errors
/// Only the database's.
pub async fn end_sessions(connection: &mut PgConnection, sessions: &[Session]) -> Result<bool, Error> {
    if sessions.is_empty() {
        return Ok(true);
    }
    let processes: Vec<i32> = sessions.iter().map(|session| session.process).collect();
    let starts: Vec<DateTime<Utc>> = sessions.iter().map(|session| session.started_at).collect();
    let gone = sqlx::query_scalar!(
        r#"SELECT coalesce(bool_and(
               CASE WHEN a.wait_event = 'SyncRep' THEN false ELSE pg_terminate_backend(a.pid, 1000) END
           ), true) AS "gone!"
           FROM unnest($1::integer[], $2::timestamptz[]) given_up (pid, started_at)
           JOIN pg_stat_activity a ON a.pid = given_up.pid AND a.backend_start = given_up.started_at"#,
        &processes,
        &starts,
    )
    .fetch_one(connection)
    .await?;
    Ok(gone)
}
