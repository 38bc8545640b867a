use doorbuster_domain::orders::{Fingerprint, Idempotency};
use doorbuster_domain::sales::Verdict;
use doorbuster_domain::{OrderId, SaleId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// Whether a customer's key made an order in this sale, or the customer has an active one there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lookup {
    /// The sale.
    pub sale: SaleId,
    /// The customer.
    pub user: UserId,
    /// What was asked.
    pub idempotency: Idempotency,
}

/// Answers many look-ups in one query: the verdict that the customer's earlier order means, if there is one. The
/// active order decides, else the latest, and that only when the key is its own.
///
/// # Errors
/// Only the database's.
pub async fn lookup(
    connection: &mut PgConnection,
    lookups: &[Lookup],
) -> Result<Vec<Option<Verdict>>, Error> {
    let sales: Vec<Uuid> = lookups.iter().map(|lookup| lookup.sale.0).collect();
    let users: Vec<Uuid> = lookups.iter().map(|lookup| lookup.user.0).collect();
    let rows = sqlx::query!(
        r#"SELECT c.place AS "place!", o.id AS "id!", o.active AS "active!", o.idempotency_key, o.idempotency_body
           FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY c (sale_id, user_id, place)
           CROSS JOIN LATERAL (
               (SELECT * FROM orders a WHERE a.sale_id = c.sale_id AND a.user_id = c.user_id AND a.active LIMIT 1)
               UNION ALL
               (SELECT * FROM orders r WHERE r.sale_id = c.sale_id AND r.user_id = c.user_id AND NOT r.active
                ORDER BY r.created_at DESC LIMIT 1)
               LIMIT 1
           ) o"#,
        &sales,
        &users,
    )
    .fetch_all(connection)
    .await?;
    let mut verdicts = vec![None; lookups.len()];
    for row in rows {
        let place = usize::try_from(row.place - 1).unwrap_or(usize::MAX);
        let (Some(lookup), Some(verdict)) = (lookups.get(place), verdicts.get_mut(place)) else {
            return Err(Error::Corrupt("lookup.place"));
        };
        let made_by = made_by(row.idempotency_key, row.idempotency_body)?;
        *verdict = Verdict::of_found(OrderId(row.id), row.active, made_by, lookup.idempotency);
    }
    Ok(verdicts)
}

fn made_by(key: Option<Vec<u8>>, body: Option<Vec<u8>>) -> Result<Option<Idempotency>, Error> {
    let print = |bytes: Vec<u8>| {
        bytes.try_into().map(Fingerprint).map_err(|_| Error::Corrupt("orders.idempotency_key"))
    };
    match (key, body) {
        (Some(key), Some(body)) => Ok(Some(Idempotency { key: print(key)?, body: print(body)? })),
        _ => Ok(None),
    }
}
