//! Buyers as they are: they click twice, change their minds, pay, cancel, lose answers and come back. Everything they
//! send and hear is recorded.

mod desk;
mod habits;

use std::num::NonZeroU32;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, ensure};
use jsonwebtoken::dangerous::insecure_decode;
use rand::Rng;
use rand::rngs::StdRng;
use serde::Deserialize;
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

use self::desk::Desk;
use crate::client::Target;
use crate::history::{Clock, Event};
use crate::load::Schedule;

/// Somebody who may buy.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// The account.
    pub id: Uuid,
    /// A bearer token.
    pub token: Box<str>,
}

/// How a crowd behaves.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Purchases in all. One that is sent again counts once.
    pub requests: usize,
    /// Buyers at a time; each has up to two connections to each server.
    pub connections: usize,
    /// So many visits a second (open loop); none means as fast as answers come (closed loop).
    pub rate: Option<NonZeroU32>,
    /// Decides everything that is chance.
    pub seed: u64,
    /// The sale's limit per customer: most stay within it.
    pub limit: u32,
}

/// A crowd in front of a sale.
#[derive(Debug)]
pub struct Crowd {
    targets: Vec<Target>,
    sale: Uuid,
    plan: Plan,
    clock: Clock,
    /// Those who are not at a desk: a customer's visits come one after the other.
    free: Mutex<Vec<Buyer>>,
    visits: AtomicUsize,
    begun: AtomicUsize,
    connections: AtomicU64,
    events: Mutex<Vec<Event>>,
}

impl Crowd {
    /// A crowd that waits to be let in.
    ///
    /// # Errors
    /// When there are too few customers.
    pub fn gather(
        targets: Vec<Target>,
        sale: Uuid,
        buyers: Vec<Buyer>,
        plan: Plan,
        clock: Clock,
    ) -> anyhow::Result<Arc<Self>> {
        ensure!(!targets.is_empty() && plan.connections > 0, "at least one server and one connection");
        ensure!(
            buyers.len() > plan.connections,
            "{} buyers at a time need more than {} customers",
            plan.connections,
            buyers.len()
        );
        // Every buyer at a desk has at most two connections to each server.
        crate::limits::allow_open_files(plan.connections * 2 * (targets.len() + 1))?;
        Ok(Arc::new(Self {
            targets,
            sale,
            plan,
            clock,
            free: Mutex::new(buyers),
            visits: AtomicUsize::new(0),
            begun: AtomicUsize::new(0),
            connections: AtomicU64::new(0),
            events: Mutex::default(),
        }))
    }

    /// How many purchases have begun.
    #[must_use]
    pub fn begun(&self) -> usize {
        self.begun.load(Ordering::Relaxed)
    }

    /// Lets everybody in and waits for the last answer. Blocks; returns what was recorded.
    ///
    /// # Errors
    /// When the system has no more threads or files.
    pub fn stampede(self: &Arc<Self>) -> anyhow::Result<Vec<Event>> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut desks = JoinSet::new();
            for _ in 0..self.plan.connections {
                desks.spawn(Desk::new(Arc::clone(self)).serve());
            }
            while let Some(ended) = desks.join_next().await {
                ended.context("a buyer's task has panicked")?;
            }
            anyhow::Ok(())
        })?;
        Ok(std::mem::take(&mut *lock(&self.events)))
    }

    /// The number of the next visit, when it is due; none when there were enough purchases.
    async fn next_visit(&self) -> Option<usize> {
        if self.begun() >= self.plan.requests {
            return None;
        }
        let visit = self.visits.fetch_add(1, Ordering::Relaxed);
        if let Some(rate) = self.plan.rate {
            let due = Schedule { rate, count: self.plan.requests }.due(visit);
            sleep(due.saturating_sub(self.clock.elapsed())).await;
        }
        Some(visit)
    }

    fn borrow_buyer(&self, rng: &mut StdRng) -> Option<Buyer> {
        let mut free = lock(&self.free);
        if free.is_empty() {
            return None;
        }
        let place = rng.random_range(0..free.len());
        Some(free.swap_remove(place))
    }

    fn give_back(&self, buyer: Buyer) {
        lock(&self.free).push(buyer);
    }

    fn record(&self, event: Event) {
        lock(&self.events).push(event);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads what `doorbuster load-users` wrote, and whose tokens they are.
///
/// # Errors
/// What is wrong with the file.
pub fn read_buyers(path: &Path) -> anyhow::Result<Vec<Buyer>> {
    #[derive(Deserialize)]
    struct Row {
        token: Box<str>,
    }
    #[derive(Deserialize)]
    struct Claims {
        sub: Uuid,
    }
    let mut reader =
        csv::Reader::from_path(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut buyers = Vec::new();
    for row in reader.deserialize() {
        let Row { token } = row.context("not a CSV with a column `token`")?;
        // Whether the token is any good is the server's business.
        let claims: Claims = insecure_decode(&*token).context("a token names no account")?.claims;
        buyers.push(Buyer { id: claims.sub, token });
    }
    Ok(buyers)
}

/// Between two sendings of the same request when nobody said how long, or said too long for us.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
