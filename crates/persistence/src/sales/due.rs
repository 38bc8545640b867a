use doorbuster_domain::{OrderId, SaleId};
use sqlx::PgConnection;

use crate::{Error, Work};

/// Sold batches of one sale whose unpaid orders are to give their units up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The sale.
    pub sale: SaleId,
    /// The batches' numbers in the sale's ledger.
    pub seqs: Vec<i64>,
    /// Their orders lie between this id …
    pub first_order: OrderId,
    /// … and this one, both included. Others may lie there too, and if they are due they may expire as well.
    pub last_order: OrderId,
    /// How many orders the batches sold.
    pub orders: i64,
}

/// So many orders are worth a transaction of their own. At a trickle, batches hold one order each: they are seen to
/// together.
const WORTH_A_TRANSACTION: i64 = 500;

/// Sold batches whose hold is over and that no sweep has finished, oldest first, at most `limit` of them, those of one
/// sale taken together.
///
/// # Errors
/// Only the database's.
pub async fn due_batches(connection: &mut PgConnection, limit: i64) -> Result<Vec<Due>, Error> {
    let rows = sqlx::query!(
        r#"SELECT sale_id, seq, orders, first_order AS "first_order!", last_order AS "last_order!" FROM sale_ledger
           WHERE kind = 'sold' AND swept_at IS NULL AND pay_by <= clock_timestamp()
           ORDER BY pay_by LIMIT $1"#,
        limit
    )
    .fetch_all(connection)
    .await?;
    let batches = rows.into_iter().map(|row| Due {
        sale: SaleId(row.sale_id),
        seqs: vec![row.seq],
        first_order: OrderId(row.first_order),
        last_order: OrderId(row.last_order),
        orders: i64::from(row.orders),
    });
    Ok(together(batches))
}

/// Joins batches of one sale until they are worth a transaction.
fn together(batches: impl Iterator<Item = Due>) -> Vec<Due> {
    let mut joined: Vec<Due> = Vec::new();
    for batch in batches {
        let open = joined
            .iter_mut()
            .rev()
            .find(|due| due.sale == batch.sale)
            .filter(|due| due.orders < WORTH_A_TRANSACTION);
        let Some(due) = open else {
            joined.push(batch);
            continue;
        };
        due.seqs.extend(batch.seqs);
        due.first_order = due.first_order.min(batch.first_order);
        due.last_order = due.last_order.max(batch.last_order);
        due.orders += batch.orders;
    }
    joined
}

/// Notes that every order of these batches was seen to.
///
/// # Errors
/// Only the database's.
pub async fn mark_swept(work: &mut Work, due: &Due) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE sale_ledger SET swept_at = clock_timestamp() WHERE sale_id = $1 AND seq = ANY ($2)",
        due.sale.0,
        &due.seqs
    )
    .execute(&mut **work)
    .await?;
    Ok(())
}

/// Cancelled sales that are not settled: their unpaid orders may still hold units. At most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn due_cancellations(connection: &mut PgConnection, limit: i64) -> Result<Vec<SaleId>, Error> {
    let rows = sqlx::query_scalar!(
        "SELECT id FROM sales WHERE NOT settled AND cancelled ORDER BY ends_at LIMIT $1",
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(SaleId).collect())
}

/// Sold batches of a sale that no sweep has finished, due or not, oldest first, at most `limit` of them, taken together.
///
/// # Errors
/// Only the database's.
pub async fn held_batches(
    connection: &mut PgConnection,
    sale: SaleId,
    limit: i64,
) -> Result<Vec<Due>, Error> {
    let rows = sqlx::query!(
        r#"SELECT seq, orders, first_order AS "first_order!", last_order AS "last_order!" FROM sale_ledger
           WHERE sale_id = $1 AND kind = 'sold' AND swept_at IS NULL
           ORDER BY seq LIMIT $2"#,
        sale.0,
        limit
    )
    .fetch_all(connection)
    .await?;
    let batches = rows.into_iter().map(|row| Due {
        sale,
        seqs: vec![row.seq],
        first_order: OrderId(row.first_order),
        last_order: OrderId(row.last_order),
        orders: i64::from(row.orders),
    });
    Ok(together(batches))
}

/// Sales that are over and not settled, at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn due_settlements(connection: &mut PgConnection, limit: i64) -> Result<Vec<SaleId>, Error> {
    let rows = sqlx::query_scalar!(
        "SELECT id FROM sales WHERE NOT settled AND (ends_at <= clock_timestamp() OR cancelled)
         ORDER BY ends_at LIMIT $1",
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(SaleId).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn batch(sale: u128, seq: i64, orders: i64) -> Due {
        let order = |n: i64| OrderId(Uuid::from_u128(n.unsigned_abs().into()));
        Due {
            sale: SaleId(Uuid::from_u128(sale)),
            seqs: vec![seq],
            first_order: order(seq * 1_000),
            last_order: order(seq * 1_000 + orders),
            orders,
        }
    }

    #[test]
    fn small_batches_of_a_sale_are_seen_to_together() {
        let joined = together((1..=1_200).map(|seq| batch(u128::from(seq % 2 == 0), seq, 1)));
        let sizes: Vec<_> = joined.iter().map(|due| due.orders).collect();
        assert_eq!(sizes, [500, 500, 100, 100]);
        assert_eq!(joined.iter().map(|due| due.seqs.len()).sum::<usize>(), 1_200);
        assert!(joined.iter().all(|due| due.seqs.iter().all(|seq| seq % 2 == due.seqs[0] % 2)));
        assert_eq!(joined[0].first_order, batch(0, 1, 1).first_order);
        assert_eq!(joined[0].last_order, batch(0, 999, 1).last_order);
    }

    #[test]
    fn a_large_batch_is_alone() {
        let joined = together([batch(1, 1, 800), batch(1, 2, 10), batch(1, 3, 900)].into_iter());
        assert_eq!(joined.iter().map(|due| due.orders).collect::<Vec<_>>(), [800, 910]);
    }
}
