use doorbuster_domain::SaleId;
use doorbuster_domain::sales::journal::{EntryKind, Share, digest};
use sqlx::PgConnection;

use crate::Error;

/// What is entered in a sale's ledger. Sold batches are entered by `sell_batch` itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    pub(super) kind: EntryKind,
    /// How `remaining` changed.
    pub(super) units: i64,
    /// How `allocated` changed.
    pub(super) allocated: i64,
    /// The orders that it is about.
    pub(super) shares: &'a [Share],
    /// An edit: the limit per customer that was in force until then.
    pub(super) limit_before: Option<u32>,
}

impl Entry<'_> {
    /// An entry that moves no units and is about no orders.
    pub(super) fn of(kind: EntryKind) -> Self {
        Self { kind, units: 0, allocated: 0, shares: &[], limit_before: None }
    }
}

/// Writes entry number `seq` of a sale that the caller has locked, and tells the other processes through the outbox. A
/// trigger chains it to the entry before.
pub(super) async fn enter(
    connection: &mut PgConnection,
    sale: SaleId,
    seq: i64,
    entry: &Entry<'_>,
) -> Result<(), Error> {
    let Entry { kind, units, allocated, shares, limit_before } = *entry;
    let digest = digest(shares.iter().copied());
    sqlx::query!(
        "WITH entered AS (
             INSERT INTO sale_ledger (sale_id, seq, kind, units, allocated, orders, limit_before, digest)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         )
         INSERT INTO outbox (topic, sale_id, payload)
         VALUES ('sale.' || $3, $1, jsonb_build_object('seq', $2::bigint, 'orders', $6::integer, 'units', $4::bigint))",
        sale.0,
        seq,
        kind.as_str(),
        units,
        allocated,
        i32::try_from(shares.len()).unwrap_or(i32::MAX),
        limit_before.map(|limit| i32::try_from(limit).unwrap_or(i32::MAX)),
        digest.0.as_slice(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
