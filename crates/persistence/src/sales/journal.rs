use chrono::{DateTime, Utc};
use doorbuster_domain::SaleId;
use doorbuster_domain::platform::{Limit, Page};
use doorbuster_domain::sales::journal::{Entry, EntryKind, Hash, JournalCursor};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// A row of `sale_ledger` as far as the journal is concerned, unchecked. The rest of it is for the sweep.
pub(crate) struct EntryRow {
    pub(crate) sale_id: Uuid,
    pub(crate) seq: i64,
    pub(crate) kind: String,
    pub(crate) units: i64,
    pub(crate) allocated: i64,
    pub(crate) orders: i32,
    pub(crate) digest: Vec<u8>,
    pub(crate) limit_before: Option<i32>,
    pub(crate) at: DateTime<Utc>,
    pub(crate) previous: Vec<u8>,
    pub(crate) hash: Vec<u8>,
}

/// A sale's journal from its first entry on, or from the one after `after`. Empty for an unknown sale.
///
/// # Errors
/// Only the database's.
pub async fn journal(
    connection: &mut PgConnection,
    sale: SaleId,
    after: Option<JournalCursor>,
    limit: Limit,
) -> Result<Page<Entry, JournalCursor>, Error> {
    let rows = sqlx::query_as!(
        EntryRow,
        "SELECT sale_id, seq, kind, units, allocated, orders, digest, limit_before, at, previous, hash
         FROM sale_ledger WHERE sale_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        sale.0,
        after.map_or(0, |JournalCursor(seq)| seq),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let entries = rows.into_iter().map(Entry::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_rows(entries, limit, |entry: &Entry| JournalCursor(entry.seq)))
}

impl TryFrom<EntryRow> for Entry {
    type Error = Error;

    fn try_from(row: EntryRow) -> Result<Self, Error> {
        let EntryRow {
            sale_id,
            seq,
            kind,
            units,
            allocated,
            orders,
            digest,
            limit_before,
            at,
            previous,
            hash,
        } = row;
        let kind = EntryKind::ALL.into_iter().find(|known| known.as_str() == kind);
        let limit_before = limit_before.map(u32::try_from).transpose();
        Ok(Self {
            sale: SaleId(sale_id),
            seq,
            kind: kind.ok_or(Error::Corrupt("sale_ledger.kind"))?,
            units,
            allocated,
            orders: u32::try_from(orders).map_err(|_| Error::Corrupt("sale_ledger.orders"))?,
            digest: Hash::try_from(digest).map_err(|_| Error::Corrupt("sale_ledger.digest"))?,
            limit_before: limit_before.map_err(|_| Error::Corrupt("sale_ledger.limit_before"))?,
            at,
            previous: Hash::try_from(previous).map_err(|_| Error::Corrupt("sale_ledger.previous"))?,
            hash: Hash::try_from(hash).map_err(|_| Error::Corrupt("sale_ledger.hash"))?,
        })
    }
}
