use doorbuster_domain::orders::{Return, ReturnStatus};
use doorbuster_domain::platform::Task;
use doorbuster_domain::{ReturnId, UserId};
use sqlx::PgConnection;

use super::row::select_returns;
use crate::platform::jobs::enqueue_task;
use crate::{Error, Work};

/// One return.
///
/// # Errors
/// Only the database's.
pub async fn find_return(connection: &mut PgConnection, id: ReturnId) -> Result<Option<Return>, Error> {
    let row = select_returns!("WHERE r.id = $1", id.0).fetch_optional(connection).await?;
    row.map(Return::try_from).transpose()
}

/// Locks a return until the end of the work. Whoever moves units with it has locked its order before.
///
/// # Errors
/// Only the database's.
pub async fn lock_return(work: &mut Work, id: ReturnId) -> Result<Option<Return>, Error> {
    let row = select_returns!("WHERE r.id = $1 FOR UPDATE OF r", id.0).fetch_optional(&mut **work).await?;
    row.map(Return::try_from).transpose()
}

/// Moves a locked return, whose move the state machine allowed, and writes the mail that tells the customer. `staff` moved
/// it, and said `answer`; none when the customer did.
///
/// # Errors
/// [`Error::Corrupt`] when the row is not where the lock said.
pub async fn move_return(
    work: &mut Work,
    locked: &Return,
    to: ReturnStatus,
    staff: Option<UserId>,
    answer: Option<&str>,
) -> Result<(), Error> {
    let moved = sqlx::query!(
        "UPDATE returns SET status = $3, answer = coalesce($4, answer), staff_id = coalesce($5, staff_id),
             decided_at = CASE WHEN $3 IN ('approved', 'rejected') THEN clock_timestamp() ELSE decided_at END,
             ended_at = CASE WHEN $6 THEN NULL ELSE clock_timestamp() END
         WHERE id = $1 AND status = $2",
        locked.id.0,
        locked.status.as_str(),
        to.as_str(),
        answer,
        staff.map(|staff| staff.0),
        to.is_open(),
    )
    .execute(&mut **work)
    .await?;
    if moved.rows_affected() != 1 {
        return Err(Error::Corrupt("returns.status moved under its lock"));
    }
    let mail = Task::of_return(locked.order_id, locked.id, to);
    match mail {
        Some(mail) => enqueue_task(work, &mail).await,
        None => Ok(()),
    }
}
