use std::process::ExitCode;

use chrono::TimeDelta;
use doorbuster_engine::payments::{Reconciled, reconcile as settle_payments};
use doorbuster_engine::sales::{Swept, expire_stragglers, sweep};

use crate::config::Config;
use crate::storage::Storage;
use crate::wiring;

/// A payment younger than this may still be somebody's request under way.
const CUT_SHORT: TimeDelta = TimeDelta::seconds(30);

/// Repairs what can be repaired safely: ends what is due, finishes payments that were cut short.
pub(crate) async fn reconcile(config: &Config) -> anyhow::Result<ExitCode> {
    let storage = Storage::attach(config).await?;
    let engine = wiring::engine(config, storage.database(config), None)?;
    let Swept { expired, cancelled, settled } = sweep(&engine).await?;
    let stragglers = expire_stragglers(&engine).await?;
    let Reconciled { voided, captured, refunded, waiting } = settle_payments(&engine, CUT_SHORT).await?;
    engine.stop().await;
    storage.stop().await?;
    println!("{expired} overdue orders expired, their units given back");
    println!("{stragglers} overdue orders found that every sweep had missed, expired too");
    println!("{cancelled} unpaid orders of cancelled sales cancelled, their units given back");
    println!("{settled} ended sales settled, their unsold units given back to the stock");
    println!("{voided} payments without an order given back");
    println!("{captured} authorised orders captured");
    println!("{refunded} refunds of cancelled orders asked for again");
    println!("{waiting} payments wait for their customers, who still have time");
    Ok(ExitCode::SUCCESS)
}
