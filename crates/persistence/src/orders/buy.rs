use std::sync::Arc;

use chrono::{DateTime, Utc};
use doorbuster_domain::orders::Fingerprint;
use doorbuster_domain::sales::journal::{self, Share};
use doorbuster_domain::sales::{Candidate, Counters, Purchase, SaleStatus, Terms, Verdict};
use doorbuster_domain::{Money, OrderId, ProductId, SaleId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// What became of a batch.
#[derive(Clone, Debug)]
pub struct Batch {
    /// One verdict per candidate, in their order.
    pub verdicts: Vec<Verdict>,
    /// The sale's numbers after the batch; none for an unknown sale.
    pub counters: Option<Counters>,
}

/// Sells a batch: one call, one transaction, one round trip. When it returns, what was sold is durable.
///
/// `candidates` come in arrival order, each customer at most once. `retry` says that an earlier attempt with the same
/// ids may have been committed. See `sell_batch` in the migrations.
///
/// # Errors
/// [`Error::failure`] says whether the batch was rolled back, spoiled, or may have been committed.
pub async fn buy(
    connection: &mut PgConnection,
    sale: SaleId,
    retry: bool,
    candidates: &[Candidate],
) -> Result<Batch, Error> {
    let orders: Vec<Uuid> = candidates.iter().map(|candidate| candidate.order.0).collect();
    let users: Vec<Uuid> = candidates.iter().map(|candidate| candidate.purchase.user.0).collect();
    let quantities: Vec<i32> = candidates
        .iter()
        .map(|candidate| i32::try_from(candidate.purchase.quantity).unwrap_or(i32::MAX))
        .collect();
    let prints = |part: fn(&doorbuster_domain::orders::Idempotency) -> Fingerprint| {
        let keyed = candidates.iter().any(|candidate| candidate.purchase.idempotency.is_some());
        let print = |candidate: &Candidate| {
            candidate.purchase.idempotency.as_ref().map(|idempotency| part(idempotency).0.to_vec())
        };
        keyed.then(|| candidates.iter().map(print).collect::<Vec<Option<Vec<u8>>>>())
    };
    let (keys, bodies) = (prints(|idempotency| idempotency.key), prints(|idempotency| idempotency.body));
    // In case that everything is sold. PostgreSQL computes it otherwise, at several times the cost.
    let digest = journal::digest(candidates.iter().map(share));
    let row = sqlx::query!(
        r#"SELECT decided_at AS "decided_at!", pay_by AS "pay_by!", product_id AS "product_id!",
               product_name AS "product_name!", price_minor AS "price_minor!", currency AS "currency!",
               starts_at AS "starts_at!", ends_at AS "ends_at!", allocated AS "allocated!",
               remaining AS "remaining!", per_customer_limit AS "per_customer_limit!", paused AS "paused!",
               cancelled AS "cancelled!", settled AS "settled!", seq AS "seq!",
               verdicts, earlier AS "earlier: Vec<Option<Uuid>>", rests AS "rests: Vec<Option<i64>>"
           FROM sell_batch($1, $2, $3, $4, $5, $6, $7, $8)"#,
        sale.0,
        retry,
        &orders,
        &users,
        &quantities,
        keys as _,
        bodies as _,
        digest.0.as_slice(),
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else {
        return Ok(Batch { verdicts: vec![Verdict::UnknownSale; candidates.len()], counters: None });
    };
    let terms = Arc::new(Terms {
        product_id: ProductId(row.product_id),
        product_name: row.product_name,
        unit_price: Money::new(
            row.price_minor,
            row.currency.parse().map_err(|_| Error::Corrupt("sales.currency"))?,
        ),
        placed_at: row.decided_at,
        pay_by: row.pay_by,
    });
    let counters = Counters {
        seq: row.seq,
        allocated: row.allocated,
        remaining: row.remaining,
        per_customer_limit: u32::try_from(row.per_customer_limit)
            .map_err(|_| Error::Corrupt("sales.per_customer_limit"))?,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        paused: row.paused,
        cancelled: row.cancelled,
        settled: row.settled,
    };
    let sold = |candidate: &Candidate| Verdict::Sold { order: candidate.order, terms: Arc::clone(&terms) };
    let Some(codes) = row.verdicts else {
        return Ok(Batch { verdicts: candidates.iter().map(sold).collect(), counters: Some(counters) });
    };
    let earlier = row.earlier.unwrap_or_default();
    let rests = row.rests.unwrap_or_default();
    let verdict = |(place, (candidate, code)): (usize, (&Candidate, i16))| {
        let order = earlier.get(place).copied().flatten().map(OrderId);
        let order = order.ok_or(Error::Corrupt("sell_batch.earlier"));
        Ok(match code {
            0 => sold(candidate),
            1 => Verdict::Replayed { order: order? },
            2 => Verdict::IdempotencyMismatch { order: order? },
            3 => Verdict::AlreadyPurchased { order: order? },
            4 => Verdict::SoldOut,
            5 => Verdict::InsufficientUnits {
                remaining: rests.get(place).copied().flatten().unwrap_or_default(),
            },
            6 => Verdict::QuantityLimit { limit: counters.per_customer_limit },
            7 => Verdict::NotLive(not_live(&counters, row.decided_at)),
            8 => Verdict::Recovered { order: candidate.order },
            _ => return Err(Error::Corrupt("sell_batch.verdicts")),
        })
    };
    let verdicts = candidates.iter().zip(codes).enumerate().map(verdict).collect::<Result<_, Error>>()?;
    Ok(Batch { verdicts, counters: Some(counters) })
}

/// What the journal says about a candidate that was sold.
fn share(candidate: &Candidate) -> Share {
    let Purchase { user, quantity, idempotency: _ } = candidate.purchase;
    Share { order: candidate.order, user, units: quantity }
}

/// Why `sell_batch` did not sell, in the precedence of [`Sale::status`].
fn not_live(counters: &Counters, decided_at: DateTime<Utc>) -> SaleStatus {
    if counters.cancelled {
        SaleStatus::Cancelled
    } else if counters.settled || decided_at >= counters.ends_at {
        SaleStatus::Ended
    } else if counters.paused {
        SaleStatus::Paused
    } else {
        SaleStatus::Scheduled
    }
}
