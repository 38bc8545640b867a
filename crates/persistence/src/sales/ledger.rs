use doorbuster_domain::SaleId;
use sqlx::PgConnection;

use crate::Error;

/// What moved a sale's units, or what staff did to it. Sold batches are entered by `sell_batch` itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Opened,
    Released,
    Settled,
    Edited { limit_before: u32 },
    Paused,
    Resumed,
    Cancelled,
}

/// One entry of a sale's ledger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// How `remaining` changed.
    pub(super) units: i64,
    /// How `allocated` changed.
    pub(super) allocated: i64,
    /// How many orders it was about.
    pub(super) orders: i32,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Released => "released",
            Self::Settled => "settled",
            Self::Edited { .. } => "edited",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The limit per customer that was in force until this entry, where it may have changed.
    fn limit_before(self) -> Option<i32> {
        match self {
            Self::Edited { limit_before } => Some(i32::try_from(limit_before).unwrap_or(i32::MAX)),
            Self::Opened
            | Self::Released
            | Self::Settled
            | Self::Paused
            | Self::Resumed
            | Self::Cancelled => None,
        }
    }
}

/// Writes entry number `seq` of a sale that the caller has locked, and tells the other processes through the outbox.
pub(super) async fn enter(
    connection: &mut PgConnection,
    sale: SaleId,
    seq: i64,
    entry: &Entry,
) -> Result<(), Error> {
    let Entry { kind, units, allocated, orders } = *entry;
    sqlx::query!(
        "WITH entered AS (
             INSERT INTO sale_ledger (sale_id, seq, kind, units, allocated, orders, limit_before)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
         )
         INSERT INTO outbox (topic, sale_id, payload)
         VALUES ('sale.' || $3, $1, jsonb_build_object('seq', $2::bigint, 'orders', $6::integer, 'units', $4::bigint))",
        sale.0,
        seq,
        kind.as_str(),
        units,
        allocated,
        orders,
        kind.limit_before(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
