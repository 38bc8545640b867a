use doorbuster_domain::SaleId;
use sqlx::PgConnection;

use crate::Error;

/// What moved a sale's units. Sold batches are entered by `sell_batch` itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Opened,
    Released,
    Settled,
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
             INSERT INTO sale_ledger (sale_id, seq, kind, units, allocated, orders) VALUES ($1, $2, $3, $4, $5, $6)
         )
         INSERT INTO outbox (topic, sale_id, payload)
         VALUES ('sale.' || $3, $1, jsonb_build_object('seq', $2::bigint, 'orders', $6::integer, 'units', $4::bigint))",
        sale.0,
        seq,
        kind.as_str(),
        units,
        allocated,
        orders,
    )
    .execute(connection)
    .await?;
    Ok(())
}
