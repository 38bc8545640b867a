use std::sync::Arc;

use chrono::TimeDelta;
use doorbuster_domain::payments::Payment;
use doorbuster_gateways::payments::PaymentProvider;
use doorbuster_persistence::Error;
use doorbuster_persistence::payments::unsettled;

use super::refund_again;
use super::settle::{Settled, settle};
use crate::Engine;

/// Payments that are looked at together.
const AT_ONCE: usize = 100;
/// Rounds of one run; the next run goes on.
const ROUNDS: usize = 50;

/// What a run of the reconciler did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Payments without an order, or that were cut short: given back.
    pub voided: u32,
    /// Authorised payments whose order was claimed, or whose capture was cut short: asked for.
    pub captured: u32,
    /// Refunds that were cut short, or that the provider still works on: asked for again.
    pub refunded: u32,
    /// Payments that their customers still have time for.
    pub waiting: u32,
}

/// Asks the provider about every payment that is not at rest and that nobody has asked about for `older_than`, and finishes
/// what is due: what was cut short, what no event told us of, what came after the hold.
///
/// # Errors
/// Only the database's. What was finished before stays finished.
pub async fn reconcile(engine: &Arc<Engine>, older_than: TimeDelta) -> Result<Reconciled, Error> {
    let mut done = Reconciled::default();
    let Some(provider) = engine.payments.as_ref() else {
        return Ok(done);
    };
    let limit = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    for round in 0..ROUNDS {
        // Whoever was asked about in this run is not asked about again in it.
        let older_than = if round == 0 { older_than } else { older_than.max(TimeDelta::seconds(30)) };
        let payments = {
            let mut connection = engine.database.acquire().await?;
            unsettled(&mut connection, provider.name(), older_than, limit).await?
        };
        let all = payments.len() < AT_ONCE;
        finish(engine, provider.as_ref(), &payments, &mut done).await?;
        if all {
            break;
        }
    }
    done.refunded = refund_again(engine, older_than).await?;
    Ok(done)
}

async fn finish(
    engine: &Arc<Engine>,
    provider: &dyn PaymentProvider,
    payments: &[Payment],
    done: &mut Reconciled,
) -> Result<(), Error> {
    let standings = provider.look_up(payments).await;
    for (payment, standing) in payments.iter().zip(standings) {
        // It was logged where it was asked; the next run asks again.
        let Ok(standing) = standing else { continue };
        match settle(engine, provider, payment, &standing).await? {
            Settled::Waits => done.waiting += 1,
            Settled::Moved => done.captured += 1,
            Settled::GivenBack => done.voided += 1,
            Settled::Owed => {}
        }
    }
    Ok(())
}
