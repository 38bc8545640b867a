use doorbuster_domain::WebhookId;
use doorbuster_domain::platform::Task;
use doorbuster_domain::webhooks::FAILING_FOR;

use crate::platform::jobs::enqueue_task;
use crate::{Error, Work};

/// Most people that are written to.
const MOST: i64 = 20;

/// Switches an endpoint off that has taken nothing for days, and has a mail written to those who can mend it. Returns
/// whether it was switched off: an endpoint that took something lately is left alone.
///
/// # Errors
/// Only the database's.
pub async fn give_up_on(work: &mut Work, id: WebhookId) -> Result<bool, Error> {
    let switched = sqlx::query!(
        "UPDATE webhooks SET enabled = false, given_up_at = clock_timestamp(), version = version + 1
         WHERE id = $1 AND enabled AND failing_since <= clock_timestamp() - make_interval(secs => $2)",
        id.0,
        FAILING_FOR.as_seconds_f64(),
    )
    .execute(&mut **work)
    .await?;
    if switched.rows_affected() == 0 {
        return Ok(false);
    }
    let emails = sqlx::query_scalar!(
        "SELECT email FROM users WHERE role = 'admin' AND disabled_at IS NULL ORDER BY created_at, id LIMIT $1",
        MOST
    )
    .fetch_all(&mut **work)
    .await?;
    for email in emails {
        enqueue_task(work, &Task::MailWebhookGivenUp { webhook: id, email }).await?;
    }
    Ok(true)
}
