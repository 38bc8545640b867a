use doorbuster_domain::SaleId;
use doorbuster_domain::sales::{Judgement, Purchase, Verdict};
use doorbuster_persistence::Error;
use doorbuster_persistence::orders::Lookup;

use crate::Engine;
use crate::sales::Lanes;

/// Buys: the board may refuse at once, else the lane decides, and nobody is told before it is durable.
///
/// A request with a key that the board would refuse first looks for the order that it may already own: a winner whose
/// answer was lost must find it.
///
/// # Errors
/// Only the database's, and only before anything was tried.
pub async fn buy(engine: &Engine, sale: SaleId, purchase: Purchase) -> Result<Verdict, Error> {
    let entry = match engine.board.entry(sale) {
        Some(entry) => entry,
        // Another process may have made it a moment ago.
        // Boxed: thousands wait in this future, and a query's state would make each of them many times as large.
        None => match Box::pin(engine.board.fetch(&engine.database, sale)).await? {
            Some(entry) => entry,
            None => return Ok(noted(Verdict::UnknownSale)),
        },
    };
    Ok(noted(match engine.board.judge(&entry, &purchase) {
        Judgement::Refuse(refusal) => refusal,
        Judgement::LookUp(idempotency, refusal) => {
            let lookup = Lookup { sale, user: purchase.user, idempotency };
            match engine.lookups.ask(lookup).await {
                Ok(found) => found.unwrap_or(refusal),
                Err(_) => Verdict::Busy,
            }
        }
        Judgement::Ask => {
            let lanes = Lanes {
                writers: &engine.writers,
                limits: engine.limits,
                tasks: &engine.tasks,
                closing: &engine.closing,
            };
            let verdict = lanes.buy(&entry, purchase).await;
            if matches!(verdict, Verdict::Sold { .. } | Verdict::Recovered { .. }) {
                engine.announcer.sale_changed(sale);
            }
            verdict
        }
    }))
}

/// Counts the verdict.
fn noted(verdict: Verdict) -> Verdict {
    let name = match &verdict {
        Verdict::Sold { .. } => "sold",
        Verdict::Recovered { .. } => "recovered",
        Verdict::Replayed { .. } => "replayed",
        Verdict::IdempotencyMismatch { .. } => "idempotency_mismatch",
        Verdict::AlreadyPurchased { .. } => "already_purchased",
        Verdict::SoldOut => "sold_out",
        Verdict::InsufficientUnits { .. } => "insufficient_units",
        Verdict::QuantityLimit { .. } => "quantity_limit",
        Verdict::NotLive(_) => "sale_not_live",
        Verdict::UnknownSale => "sale_not_found",
        Verdict::Busy => "busy",
        Verdict::OutcomeUnknown => "outcome_unknown",
        Verdict::Failed => "failed",
    };
    metrics::counter!("doorbuster_purchases_total", "verdict" => name).increment(1);
    verdict
}
