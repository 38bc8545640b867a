use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::{Error, Work};

/// Who sold lately: this many days.
const DAYS: i64 = 90;

/// Counts anew how many units of each product were sold and paid in the last 90 days. When another process is at it,
/// nothing happens.
///
/// Orders and lines are read by their primary keys, which begin with the time: one pass over 90 days' orders, about a
/// second per million. That is why lists read the result and do not count.
///
/// # Errors
/// Only the database's.
pub async fn count_best_sellers(work: &mut Work, now: DateTime<Utc>) -> Result<(), Error> {
    let alone = sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_xact_lock(hashtext('doorbuster best sellers')) AS "alone!""#
    )
    .fetch_one(&mut **work)
    .await?;
    if !alone {
        return Ok(());
    }
    sqlx::query!("SET LOCAL statement_timeout = '5min'").execute(&mut **work).await?;
    sqlx::query!(
        "WITH sold AS (
             SELECT l.product_id, sum(l.quantity)::bigint AS units
             FROM orders o JOIN order_lines l ON l.order_id = o.id
             WHERE o.id >= $1 AND l.order_id >= $1 AND o.status IN ('paid', 'packed', 'shipped', 'delivered')
             GROUP BY l.product_id
         ), gone AS (
             DELETE FROM best_sellers b WHERE NOT EXISTS (SELECT FROM sold s WHERE s.product_id = b.product_id)
         )
         INSERT INTO best_sellers (product_id, units)
         SELECT s.product_id, s.units FROM sold s JOIN products p ON p.id = s.product_id
         ON CONFLICT (product_id) DO UPDATE SET units = excluded.units WHERE best_sellers.units <> excluded.units",
        first_id_of(now - TimeDelta::days(DAYS)),
    )
    .execute(&mut **work)
    .await?;
    Ok(())
}

/// The least UUIDv7 of this moment: its first 48 bits are milliseconds (RFC 9562 §5.7).
fn first_id_of(at: DateTime<Utc>) -> Uuid {
    Uuid::from_u128(u128::try_from(at.timestamp_millis()).unwrap_or(0) << 80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_begin_with_the_time() {
        let id: Uuid = "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e".parse().unwrap();
        let at = DateTime::from_timestamp_millis(0x019a_b0c2_7d3e).unwrap();
        assert!(first_id_of(at) < id && id < first_id_of(at + TimeDelta::milliseconds(1)));
    }
}
