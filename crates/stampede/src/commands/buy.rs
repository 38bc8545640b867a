//! `stampede buy`: purchases for a running shop.

use std::collections::HashSet;
use std::fs;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use uuid::Uuid;

use crate::client::Target;
use crate::client::request::PurchaseRequest;
use crate::load::{Buyers, Load, Pace, Tally, run as run_load};
use crate::report::Summary;

/// What `stampede buy` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The shop, like http://127.0.0.1:8080
    #[arg(long)]
    pub url: String,
    /// The sale to buy from
    #[arg(long)]
    pub sale: Uuid,
    /// What `doorbuster load-users` wrote: a CSV with a column `token`
    #[arg(long)]
    pub tokens: PathBuf,
    /// Connections, each with one request under way
    #[arg(long, default_value_t = 256)]
    pub connections: usize,
    /// Requests in all, each by another customer
    #[arg(long)]
    pub requests: usize,
    /// Send so many a second, whatever the shop does; without it, as fast as it answers
    #[arg(long)]
    pub rate: Option<NonZeroU32>,
    /// Start no request after so many seconds (closed loop only)
    #[arg(long, conflicts_with = "rate")]
    pub seconds: Option<u32>,
    /// Units of each order
    #[arg(long, default_value_t = 1)]
    pub quantity: u32,
    /// Send an Idempotency-Key with each request
    #[arg(long)]
    pub keys: bool,
    /// How often to send a request again after a 503, or, with --keys, after a lost answer
    #[arg(long, default_value_t = 0)]
    pub retries: u32,
    /// Leave out this many customers of the file
    #[arg(long, default_value_t = 0)]
    pub first_buyer: usize,
    /// Threads that share the connections
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    /// Where purchases are posted
    #[arg(long, default_value = "/api/v1/orders")]
    pub path: String,
    /// Write the ids of all orders to this file, one a line
    #[arg(long)]
    pub orders: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Allow a shop that is not on this machine: only if it is yours
    #[arg(long)]
    pub allow_remote: bool,
}

/// Runs it.
///
/// # Errors
/// When the load cannot be started, or one order was confirmed twice.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let target = Target::parse(&arguments.url, arguments.allow_remote)?;
    let load = Load {
        request: PurchaseRequest::new(&target, &arguments.path, arguments.sale, arguments.quantity),
        target,
        buyers: Arc::new(Buyers::read(&arguments.tokens)?),
        first_buyer: arguments.first_buyer,
        requests: arguments.requests,
        connections: arguments.connections,
        threads: arguments.threads,
        keys: arguments.keys,
        retries: arguments.retries,
        timeout: Load::TIMEOUT,
    };
    let pace = match arguments.rate {
        Some(rate) => Pace::Open { rate },
        None => {
            Pace::Closed { at_most: arguments.seconds.map(|seconds| Duration::from_secs(seconds.into())) }
        }
    };
    let tally = run_load(&load, pace)?;
    let summary = Summary::of(&tally);
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&summary)?);
    } else {
        print!("{summary}");
    }
    if let Some(path) = &arguments.orders {
        let lines: String = tally.orders.iter().map(|order| format!("{order}\n")).collect();
        fs::write(path, lines).with_context(|| format!("cannot write {}", path.display()))?;
    }
    check_orders(&tally)
}

/// Every 201 must name an order, and each another one.
pub(super) fn check_orders(tally: &Tally) -> anyhow::Result<()> {
    ensure!(tally.nameless == 0, "{} purchases were confirmed without an order id", tally.nameless);
    let distinct: HashSet<&Uuid> = tally.orders.iter().collect();
    let twice = tally.orders.len() - distinct.len();
    ensure!(twice == 0, "{twice} orders were confirmed to more than one buyer");
    Ok(())
}
