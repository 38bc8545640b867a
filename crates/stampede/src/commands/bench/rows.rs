//! What a long history costs: the same rounds on shops whose orders table holds nothing, a million and ten million rows.
//!
//! Each size is a shop of its own, so that their rounds can take turns.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde::Serialize;
use uuid::Uuid;

use super::case::Case;
use super::course::WARM_UP;
use super::round::Round;
use super::stage::Stage;
use crate::report::{float, thousands};

/// Orders before the first round.
const SIZES: [u64; 3] = [0, 1_000_000, 10_000_000];

/// An ended, settled sale whose orders wait for their payment until tomorrow: rows of the same shape and in the same
/// indexes as those that are about to come. A purchase wrote them in the same order, by id.
const OLD_SALE: &str = "
    WITH terms AS (
        SELECT p.id AS product_id, p.name, $1::uuid AS sale_id, $2::bigint AS orders,
            date_trunc('hour', clock_timestamp()) - interval '4 hours' + make_interval(secs => $3) AS at
        FROM products p WHERE p.id = $4
    ), opened AS (
        INSERT INTO sales (id, product_id, title, price_minor, currency, starts_at, ends_at, allocated, remaining,
            per_customer_limit, hold_seconds, settled, seq)
        SELECT sale_id, product_id, 'Old sale', 4999, 'EUR', at - interval '1 hour', at + interval '1 hour', orders, 0,
            1, 86400, true, 3
        FROM terms
        RETURNING id, allocated, starts_at + interval '1 hour' AS at
    ), placed AS (
        INSERT INTO orders (id, user_id, sale_id, created_at, pay_by, total_minor, currency, units_held, status)
        SELECT (lpad(to_hex((extract(epoch FROM t.at) * 1000)::bigint + u.place / 100), 12, '0')
                || '7' || lpad(to_hex(u.place % 4096), 3, '0')
                || '8' || substr(md5(t.sale_id::text || u.place), 1, 15))::uuid,
            u.id, t.sale_id, t.at, t.at + interval '1 day', 4999, 'EUR', 1, 'pending_payment'
        FROM terms t, (
            SELECT id, row_number() OVER () AS place
            FROM (SELECT id FROM users WHERE role = 'customer' ORDER BY random() LIMIT $2) shuffled
        ) u
        RETURNING id, user_id, created_at, pay_by
    ), lined AS (
        INSERT INTO order_lines (order_id, position, product_id, name, quantity, unit_minor, total_minor)
        SELECT p.id, 0, t.product_id, t.name, 1, 4999, 4999 FROM placed p, terms t
    ), batch AS (
        SELECT count(*) AS orders, min(id::text)::uuid AS first, max(id::text)::uuid AS last, min(created_at) AS at,
            min(pay_by) AS pay_by, journal_digest(array_agg(id), array_agg(user_id), array_agg(1)) AS digest
        FROM placed
    ), entered AS (
        INSERT INTO sale_ledger (sale_id, seq, kind, units, allocated, orders, first_order, last_order, pay_by, at, digest)
        SELECT id, 1, 'opened', allocated, allocated, 0, NULL, NULL, NULL, at, sha256('') FROM opened
        UNION ALL
        SELECT t.sale_id, 2, 'sold', -b.orders, 0, b.orders, b.first, b.last, b.pay_by, b.at, b.digest FROM terms t, batch b
        UNION ALL
        SELECT sale_id, 3, 'settled', 0, 0, 0, NULL, NULL, NULL, at, sha256('') FROM terms
    )
    SELECT orders FROM batch";

/// What was found at one size.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Size {
    /// Orders before the first round.
    pub(super) rows: u64,
    /// How long it took to make them.
    pub(super) filled_in_seconds: f64,
    /// Orders and lines with their indexes, after the last round.
    pub(super) mib: f64,
    /// How long the audit took at the end.
    pub(super) audited_in_seconds: f64,
    pub(super) rounds: Vec<Round>,
}

/// The sizes up to `up_to`, which is one of them itself.
pub(super) fn sizes(up_to: u64) -> Vec<u64> {
    let mut sizes: Vec<u64> = SIZES.into_iter().filter(|&size| size < up_to).collect();
    sizes.push(up_to);
    sizes
}

/// Measures lanes at each of `sizes`, in rounds that take turns, on shops that `open` opens.
pub(super) fn measure(
    mut open: impl FnMut() -> anyhow::Result<Stage>,
    sizes: &[u64],
    rounds: usize,
    time: Duration,
) -> anyhow::Result<Vec<Size>> {
    let mut stages = Vec::with_capacity(sizes.len());
    for &rows in sizes {
        let mut stage = open()?;
        eprintln!("  and {} old orders …", thousands(float(rows)));
        let started = Instant::now();
        fill(&mut stage, rows).with_context(|| format!("cannot make {rows} orders"))?;
        let filled_in_seconds = started.elapsed().as_secs_f64();
        eprintln!("  filled in {filled_in_seconds:.0} s");
        stage.round(&Case::LANES, time.min(WARM_UP))?;
        let size = Size { rows, filled_in_seconds, mib: 0.0, audited_in_seconds: 0.0, rounds: Vec::new() };
        stages.push((stage, size));
    }
    for _ in 0..rounds {
        for (stage, size) in &mut stages {
            let round = stage.round(&Case::LANES, time)?;
            eprintln!(
                "{:<40} {:>8.0} /s",
                format!("lanes, {} old orders", thousands(float(size.rows))),
                round.per_second
            );
            size.rounds.push(round);
        }
    }
    let finish = |(mut stage, mut size): (Stage, Size)| {
        let started = Instant::now();
        stage.audit(&format!("all rounds with {} old orders", size.rows))?;
        size.audited_in_seconds = started.elapsed().as_secs_f64();
        let bytes = "SELECT pg_total_relation_size('orders') + pg_total_relation_size('order_lines')";
        let bytes: i64 =
            stage.errands.block_on(sqlx::query_scalar(bytes).fetch_one(stage.backdoor.owner()))?;
        size.mib = float(u64::try_from(bytes)? / 1024) / 1024.0;
        Ok(size)
    };
    stages.into_iter().map(finish).collect()
}

/// Fills the shop with `rows` orders in sales in which every customer bought.
fn fill(stage: &mut Stage, rows: u64) -> anyhow::Result<()> {
    let each = u64::try_from(stage.buyers.len())?;
    // Ten seconds apart, they must all have ended by now.
    ensure!(rows.div_ceil(each) <= 1_000, "{each} customers are too few for {rows} orders");
    let product = stage.product();
    let owner = stage.backdoor.owner();
    let fill = async {
        let mut missing = rows;
        let mut number = 0.0;
        while missing > 0 {
            let orders = i64::try_from(missing.min(each))?;
            let made: i64 = sqlx::query_scalar(OLD_SALE)
                .bind(Uuid::from_u128(crate::ambient::id().as_u128()))
                .bind(orders)
                .bind(number)
                .bind(product)
                .fetch_one(&mut *owner)
                .await?;
            ensure!(made == orders, "{made} orders were made, not {orders}");
            missing -= u64::try_from(made)?;
            // Each sale's ids come after those of the one before.
            number += 10.0;
        }
        if rows > 0 {
            // As autovacuum would have done by now.
            sqlx::query("VACUUM (ANALYZE) orders, order_lines").execute(&mut *owner).await?;
            sqlx::query("CHECKPOINT").execute(&mut *owner).await?;
        }
        anyhow::Ok(())
    };
    stage.errands.block_on(fill)
}

#[cfg(test)]
mod tests {
    use super::sizes;

    #[test]
    fn sizes_end_where_they_are_told_to() {
        assert_eq!(sizes(10_000_000), [0, 1_000_000, 10_000_000]);
        assert_eq!(sizes(1_000_000), [0, 1_000_000]);
        assert_eq!(sizes(2_000), [0, 2_000]);
        assert_eq!(sizes(0), [0]);
    }
}
