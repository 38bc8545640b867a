//! `stampede drain`: many more buyers than units, all at once. Exactly the units are sold, and everybody is told.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::ensure;
use tokio::runtime::Runtime;

use super::buy::check_orders;
use crate::client::request::PurchaseRequest;
use crate::client::{Api, SaleView, Target};
use crate::load::{Buyers, Load, Pace, Tally, run as run_load};
use crate::process::{Memory, MemoryWatch};
use crate::report::{Summary, float};

/// What `stampede drain` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The shop, like http://127.0.0.1:8080
    #[arg(long)]
    pub url: String,
    /// What `doorbuster load-users` wrote: a CSV with a column `token`
    #[arg(long)]
    pub tokens: PathBuf,
    /// A token of staff, who may open sales
    #[arg(long, env = "STAMPEDE_STAFF_TOKEN", hide_env_values = true)]
    pub staff_token: String,
    /// Buyers at once
    #[arg(long, default_value_t = 5_000)]
    pub connections: usize,
    /// Units on sale
    #[arg(long, default_value_t = 10_000)]
    pub units: u32,
    /// Buyers in all
    #[arg(long, default_value_t = 15_000)]
    pub requests: usize,
    /// The process of the shop, to watch its memory
    #[arg(long)]
    pub server_pid: Option<u32>,
    /// Threads that share the connections
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Allow a shop that is not on this machine: only if it is yours
    #[arg(long)]
    pub allow_remote: bool,
}

/// A shop may say that it is busy; then each buyer comes back up to this often.
const RETRIES: u32 = 20;

/// Who comes for how much.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) connections: usize,
    pub(super) units: u32,
    pub(super) requests: usize,
    pub(super) threads: usize,
}

/// How it went.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) tally: Tally,
    /// Of the server, if its process is known.
    pub(super) memory: Option<Memory>,
    after: SaleView,
}

/// Runs it.
///
/// # Errors
/// What was not as promised.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let target = Target::parse(&arguments.url, arguments.allow_remote)?;
    let buyers = Arc::new(Buyers::read(&arguments.tokens)?);
    let api = Api::new(target).with_token(arguments.staff_token.clone());
    let errands = super::errands()?;
    let plan = arguments.plan();
    let outcome = drain(&errands, &api, buyers, plan, arguments.server_pid)?;
    print(arguments, &outcome.tally, outcome.memory)?;
    outcome.check(plan)?;
    if !arguments.json {
        println!("exactly {} units sold, everybody else told so", arguments.units);
    }
    Ok(())
}

/// Opens a sale as staff and lets all buyers at it.
pub(super) fn drain(
    errands: &Runtime,
    staff: &Api,
    buyers: Arc<Buyers>,
    plan: Plan,
    server_pid: Option<u32>,
) -> anyhow::Result<Outcome> {
    let Plan { connections, units, requests, threads } = plan;
    let sale = errands.block_on(open_sale(staff, units))?;
    let watch = server_pid.map(MemoryWatch::start).transpose()?;
    let target = staff.target();
    let load = Load {
        request: PurchaseRequest::new(target, "/api/v1/orders", sale.id, 1),
        target: target.clone(),
        buyers,
        first_buyer: 0,
        requests,
        connections,
        threads,
        // A buyer whose answer got lost asks again under the same key and finds the order.
        keys: true,
        retries: RETRIES,
        timeout: Load::TIMEOUT,
    };
    let tally = run_load(&load, Pace::Closed { at_most: None })?;
    let memory = watch.map(MemoryWatch::finish).transpose()?;
    let after = errands.block_on(staff.sale(sale.id))?;
    Ok(Outcome { tally, memory, after })
}

async fn open_sale(api: &Api, units: u32) -> anyhow::Result<SaleView> {
    let currency = api.currency().await?;
    let slug = format!("drain-{}", crate::ambient::word(8).to_lowercase());
    let product = api.create_product(&slug, units, &currency).await?;
    api.create_sale(product, "Drain", units, &currency).await
}

impl Arguments {
    fn plan(&self) -> Plan {
        let Self { connections, units, requests, threads, .. } = *self;
        Plan { connections, units, requests, threads }
    }
}

fn print(arguments: &Arguments, tally: &Tally, memory: Option<Memory>) -> anyhow::Result<()> {
    let summary = Summary::of(tally);
    if arguments.json {
        let report = serde_json::json!({
            "summary": summary,
            "memory_kib": memory.map(|memory| serde_json::json!({
                "before": memory.before,
                "peak": memory.peak,
                "per_buyer": memory.each(u64::try_from(arguments.connections).unwrap_or_default()),
            })),
        });
        println!("{}", serde_json::to_string_pretty(&report)?);
        return Ok(());
    }
    print!("{summary}");
    if let Some(memory) = memory {
        let mib = |kib| float(kib) / 1024.0;
        println!(
            "{:<42} {:>9.1} MiB (before: {:.1} MiB, per waiting buyer: {:.1} KiB)",
            "server's memory at its peak",
            mib(memory.peak),
            mib(memory.before),
            memory.each(u64::try_from(arguments.connections)?)
        );
    }
    Ok(())
}

impl Outcome {
    /// Everything that was promised.
    pub(super) fn check(&self, plan: Plan) -> anyhow::Result<()> {
        let Self { tally, after, memory: _ } = self;
        let units = u64::from(plan.units);
        let asked = u64::try_from(plan.requests)?;
        check_orders(tally)?;
        ensure!(tally.unanswered() == 0, "{} buyers got no answer", tally.unanswered());
        let refused: u64 = tally.answers.iter().filter(|answer| answer.status >= 500).map(|a| a.count).sum();
        ensure!(refused == 0, "{refused} buyers got a 5xx in the end");
        let won = tally.status(201);
        ensure!(won == units.min(asked), "{won} purchases were confirmed, not {}", units.min(asked));
        let sold_out = tally.code(409, "sold_out");
        ensure!(
            won + sold_out == asked,
            "{} answers were neither 201 nor 409 sold_out",
            asked.saturating_sub(won + sold_out)
        );
        let remaining = i64::try_from(units.saturating_sub(won))?;
        ensure!(
            after.remaining == remaining,
            "the sale says that {} units remain, not {remaining}",
            after.remaining
        );
        ensure!(
            remaining > 0 || after.status == "sold_out",
            "the sale says that it is {}, not sold_out",
            after.status
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;
    use uuid::Uuid;

    use super::{Outcome, Plan};
    use crate::client::SaleView;
    use crate::load::{Reply, Tally};

    const PLAN: Plan = Plan { connections: 1, units: 2, requests: 3, threads: 1 };

    fn check(tally: &Tally, after: SaleView) -> anyhow::Result<()> {
        Outcome { tally: tally.clone(), memory: None, after }.check(PLAN)
    }

    fn tally(replies: &[(u16, &str)]) -> Tally {
        let mut tally = Tally::new().unwrap();
        for (status, body) in replies {
            let reply = Reply::Answered { status: *status, body: body.as_bytes() };
            tally.record(reply, Duration::ZERO, Duration::ZERO);
        }
        tally
    }

    fn sale(remaining: i64, status: &str) -> SaleView {
        SaleView { id: Uuid::nil(), status: status.to_owned(), allocated: 2, remaining, revision: 3 }
    }

    const FIRST: (u16, &str) = (201, r#"{"id":"00000000-0000-0000-0000-000000000001"}"#);
    const SECOND: (u16, &str) = (201, r#"{"id":"00000000-0000-0000-0000-000000000002"}"#);
    const SOLD_OUT: (u16, &str) = (409, r#"{"code":"sold_out"}"#);

    #[test]
    fn exactly_the_units_are_sold() {
        let good = tally(&[FIRST, SECOND, SOLD_OUT]);
        check(&good, sale(0, "sold_out")).unwrap();
        assert!(check(&good, sale(1, "live")).is_err());
        assert!(check(&good, sale(0, "live")).is_err());
    }

    #[test]
    fn every_other_outcome_is_a_violation() {
        let third = (201, r#"{"id":"00000000-0000-0000-0000-000000000003"}"#);
        for replies in [
            [FIRST, SECOND, third],
            [FIRST, FIRST, SOLD_OUT],
            [FIRST, SOLD_OUT, SOLD_OUT],
            [FIRST, SECOND, (500, "{}")],
            [FIRST, SECOND, (503, "{}")],
            [FIRST, SECOND, (409, r#"{"code":"already_purchased"}"#)],
            [FIRST, (201, "{}"), SOLD_OUT],
        ] {
            assert!(check(&tally(&replies), sale(0, "sold_out")).is_err(), "{replies:?}");
        }
    }
}
