use std::sync::Arc;
use std::time::Duration;

use doorbuster_domain::platform::{Task, retry_after};
use doorbuster_gateways::mail::MailError;
use doorbuster_persistence::Error;
use doorbuster_persistence::platform::jobs::{ClaimedJob, claim, finish, give_up, postpone};
use futures::future::join_all;
use tokio::time::sleep;

use crate::Engine;
use crate::identity::{Letter, LetterError, MailSettings};

/// Jobs that are done at the same time.
const AT_ONCE: i64 = 8;
/// Who takes a job has so long for it; then somebody else takes it. Longer than a mail server is waited for.
const LEASE: Duration = Duration::from_secs(60);
/// Jobs that nobody rang for: another process's, postponed ones, those of somebody who died.
const LOOK: Duration = Duration::from_secs(1);

/// Does jobs as they come, until the engine stops.
pub(super) async fn do_jobs(engine: Arc<Engine>) {
    let Some(mail) = engine.mail.clone() else {
        return;
    };
    let mut failing = false;
    loop {
        match do_due(&engine, &mail).await {
            Ok(0) => {
                failing = false;
                tokio::select! {
                    () = engine.jobs.notified() => {}
                    () = sleep(LOOK) => {}
                }
            }
            Ok(_) => failing = false,
            Err(error) => {
                if !failing {
                    tracing::warn!(%error, "cannot look for jobs; trying again every {LOOK:?}");
                }
                failing = true;
                sleep(LOOK).await;
            }
        }
    }
}

/// Does what is due now, a few jobs at a time. Returns how many there were.
async fn do_due(engine: &Engine, mail: &MailSettings) -> Result<usize, Error> {
    let claimed = {
        let mut connection = engine.database.acquire().await?;
        claim(&mut connection, AT_ONCE, LEASE).await?
    };
    // All of them are seen through, whatever becomes of one.
    let done = join_all(claimed.iter().map(|job| do_one(engine, mail, job))).await;
    done.into_iter().collect::<Result<(), Error>>()?;
    Ok(claimed.len())
}

async fn do_one(engine: &Engine, mail: &MailSettings, job: &ClaimedJob) -> Result<(), Error> {
    // A newer version of the shop knows what to do with it.
    let (name, outcome) = match serde_json::from_value::<Task>(job.payload.clone()) {
        Ok(task) => (task.name(), run(engine, mail, job, task).await),
        Err(error) => ("unknown", Err(LetterError::Mail(MailError::Later(error.to_string())))),
    };
    let mut connection = engine.database.acquire().await?;
    let counted = match outcome {
        Ok(()) => {
            finish(&mut connection, job.id).await?;
            "done"
        }
        Err(LetterError::Storage(error)) => return Err(error),
        Err(LetterError::Mail(error)) => {
            let rest = match &error {
                MailError::Later(_) => retry_after(job.attempts),
                MailError::Refused(_) => None,
            };
            let text = error.to_string();
            if let Some(rest) = rest {
                tracing::warn!(job.id = %job.id, job.attempts, error = text, "a job ({name}) failed; again in {rest}");
                postpone(&mut connection, job, rest, &text).await?;
                "postponed"
            } else {
                tracing::error!(job.id = %job.id, job.attempts, error = text, "a job ({name}) is given up");
                give_up(&mut connection, job, &text).await?;
                "given_up"
            }
        }
    };
    metrics::counter!("doorbuster_jobs_total", "task" => name, "outcome" => counted).increment(1);
    Ok(())
}

async fn run(
    engine: &Engine,
    settings: &MailSettings,
    job: &ClaimedJob,
    task: Task,
) -> Result<(), LetterError> {
    let letter = Letter { settings, database: &engine.database, id: job.id };
    let address =
        |email: String| email.parse().map_err(|_| LetterError::Storage(Error::Corrupt("jobs.payload")));
    match task {
        Task::MailVerification { user, email } => letter.verification(user, address(email)?).await,
        Task::MailPasswordReset { email } => letter.password_reset(address(email)?).await,
        Task::MailEmailChanged { email } => letter.email_changed(address(email)?).await,
        Task::MailPasswordChanged { email } => letter.password_changed(address(email)?).await,
        Task::MailOrderPaid { order } => letter.order_paid(order).await,
        Task::MailOrderShipped { order, shipment } => letter.order_shipped(order, shipment).await,
        Task::MailOrderDelivered { order } => letter.order_delivered(order).await,
        Task::MailOrderCancelled { order } => letter.order_cancelled(order).await,
        Task::MailOrderRefunded { order, refund } => letter.order_refunded(order, refund).await,
        Task::MailWebhookGivenUp { webhook, email } => {
            letter.webhook_given_up(webhook, address(email)?).await
        }
        Task::MailReturn { order, id, status } => letter.order_return(order, id, status).await,
    }
}
