use doorbuster_domain::sales::Steer;
use doorbuster_domain::sales::journal::EntryKind;

use super::Locked;
use super::ledger::{Entry, enter};
use crate::{Error, Work};

/// Pauses, resumes or cancels a locked sale whose move the rules allowed. The rest of a cancellation is the sweep's.
///
/// # Errors
/// Only the database's.
pub async fn steer(work: &mut Work, sale: &Locked, steer: Steer) -> Result<(), Error> {
    let (kind, paused) = match steer {
        Steer::Pause => (EntryKind::Paused, Some(true)),
        Steer::Resume => (EntryKind::Resumed, Some(false)),
        Steer::Cancel => (EntryKind::Cancelled, None),
    };
    let seq = sqlx::query_scalar!(
        "UPDATE sales SET paused = coalesce($2, paused), cancelled = cancelled OR $3,
             version = version + 1, seq = seq + 1
         WHERE id = $1 RETURNING seq",
        sale.id.0,
        paused,
        steer == Steer::Cancel,
    )
    .fetch_one(&mut **work)
    .await?;
    enter(work, sale.id, seq, &Entry::of(kind)).await
}
