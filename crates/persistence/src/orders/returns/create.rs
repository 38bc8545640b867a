use doorbuster_domain::orders::{Fingerprint, Idempotency, NewReturn, ReturnStatus};
use doorbuster_domain::platform::Task;
use doorbuster_domain::{OrderId, ReturnId};
use uuid::Uuid;

use crate::platform::jobs::enqueue_task;
use crate::{Error, Work};

/// Writes what the customer of a locked order asks to send back, and the mail that says so.
///
/// # Errors
/// Only the database's.
pub async fn create_return(
    work: &mut Work,
    id: ReturnId,
    order: OrderId,
    new: &NewReturn,
    idempotency: Idempotency,
) -> Result<(), Error> {
    sqlx::query!(
        "INSERT INTO returns (id, order_id, reason, idempotency_key, idempotency_body) VALUES ($1, $2, $3, $4, $5)",
        id.0,
        order.0,
        new.reason,
        idempotency.key.0.as_slice(),
        idempotency.body.0.as_slice(),
    )
    .execute(&mut **work)
    .await?;
    let products: Vec<Uuid> = new.lines.iter().map(|line| line.product_id.0).collect();
    let quantities: Vec<i32> =
        new.lines.iter().map(|line| i32::try_from(line.quantity).unwrap_or(i32::MAX)).collect();
    sqlx::query!(
        "INSERT INTO return_lines (return_id, product_id, quantity)
         SELECT $1, l.* FROM unnest($2::uuid[], $3::integer[]) l",
        id.0,
        &products,
        &quantities,
    )
    .execute(&mut **work)
    .await?;
    enqueue_task(work, &Task::MailReturn { order, id, status: ReturnStatus::Requested }).await
}

/// What was asked when this key made a return of the order; none when it never did. The caller has locked the order.
///
/// # Errors
/// Only the database's.
pub async fn requested_by_key(
    work: &mut Work,
    order: OrderId,
    key: Fingerprint,
) -> Result<Option<Fingerprint>, Error> {
    let body = sqlx::query_scalar!(
        "SELECT idempotency_body FROM returns WHERE order_id = $1 AND idempotency_key = $2",
        order.0,
        key.0.as_slice(),
    )
    .fetch_optional(&mut **work)
    .await?;
    let body = body.map(|body| body.try_into().map(Fingerprint));
    body.transpose().map_err(|_| Error::Corrupt("returns.idempotency_body"))
}
