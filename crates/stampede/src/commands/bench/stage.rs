//! A shop, the baselines beside it, and one round after the other on all of them.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::batches::Batches;
use super::case::{Case, Expected, Place, Tempo};
use super::database::Backdoor;
use super::round::{Costs, Processors, Round};
use super::streams::{self, Watching};
use crate::baselines::{Baseline, no_database};
use crate::client::request::PurchaseRequest;
use crate::client::{Api, SaleView, Target};
use crate::commands::buy::check_orders;
use crate::load::{Buyers, Load, Pace, Tally, run as run_load};
use crate::process::{
    BaselineServer, MemoryWatch, Program, Shop, machine_cost, postgres_cost, postgres_processes, private,
    process_cost,
};
use crate::report::Summary;

/// How long the shop may take to see what another process sold.
const NEWS: Duration = Duration::from_secs(5);

/// Everything that rounds need.
pub(super) struct Stage {
    // Dropped in this order: whoever uses the shop's database goes before the shop.
    pub(super) backdoor: Backdoor,
    baselines: Vec<(Baseline, BaselineServer)>,
    pub(super) shop: Shop,
    staff: Api,
    product: Uuid,
    currency: String,
    pub(super) buyers: Arc<Buyers>,
    /// Sold out from the beginning.
    empty_sale: Uuid,
    /// Audits that found nothing.
    pub(super) audits: u32,
    pub(super) errands: Runtime,
}

impl Stage {
    /// Starts a shop on a database of its own, and the baselines that the cases need.
    pub(super) fn open(program: &Program, customers: usize, cases: &[Case]) -> anyhow::Result<Self> {
        let errands = crate::commands::errands()?;
        let shop = errands.block_on(Shop::start(program))?;
        let buyers = Arc::new(Buyers::read(&shop.load_users(customers)?)?);
        let mut baselines: Vec<(Baseline, BaselineServer)> = Vec::new();
        let stampede = std::env::current_exe()?;
        for case in cases {
            if let Place::Baseline(baseline) = case.place
                && baselines.iter().all(|(running, _)| *running != baseline)
            {
                baselines.push((baseline, start_baseline(&stampede, baseline, &shop)?));
            }
        }
        let staff = errands.block_on(shop.staff())?;
        let currency = errands.block_on(staff.currency())?;
        // Enough for every sale of every round.
        let product = errands.block_on(staff.create_product("hot-thing", 1_000_000_000, &currency))?;
        let backdoor = errands.block_on(Backdoor::open(&shop))?;
        let empty_sale = Uuid::nil();
        let mut stage = Self {
            backdoor,
            baselines,
            shop,
            staff,
            product,
            currency,
            buyers,
            empty_sale,
            audits: 0,
            errands,
        };
        stage.empty_sale = stage.sell_out()?;
        Ok(stage)
    }

    /// One round, checked: what buyers were told is what the sale says.
    pub(super) fn round(&mut self, case: &Case, time: Duration) -> anyhow::Result<Round> {
        self.try_round(case, time).with_context(|| format!("in a round of {}", case.name))
    }

    fn try_round(&mut self, case: &Case, time: Duration) -> anyhow::Result<Round> {
        for (_, baseline) in &mut self.baselines {
            baseline.check()?;
        }
        let (target, pid) = self.server(case.place)?;
        let sale = match case.expected {
            Expected::Sold => self.open_sale(u32::try_from(self.buyers.len())?)?.id,
            Expected::SoldOut => self.empty_sale,
            Expected::Pretended => no_database::SALE,
        };
        let (pace, requests) = match case.tempo {
            Tempo::Closed => (Pace::Closed { at_most: Some(time) }, self.buyers.len()),
            Tempo::Rate(rate) => {
                let count = u128::from(rate) * time.as_millis() / 1_000;
                (Pace::Open { rate: rate.try_into()? }, usize::try_from(count)?.max(1))
            }
        };
        let load = self.load(&target, sale, case.connections, requests.min(self.buyers.len()));
        let api = Api::new(target);
        let has_lanes = matches!(case.place, Place::Shop | Place::Baseline(Baseline::NoDatabase));
        let batches = |stage: &Self| -> anyhow::Result<Batches> {
            if has_lanes {
                Batches::read(&stage.errands.block_on(api.metrics())?)
            } else {
                Ok(Batches::default())
            }
        };
        let watching = match case.watched {
            true => Some(Watching::open(self, sale, streams::count(self.buyers.len()))?),
            false => None,
        };
        let batches_before = batches(self)?;
        let memory = MemoryWatch::start(pid)?;
        let before = self.costs(Some(pid))?;
        let started = Instant::now();
        let tally = run_load(&load, pace)?;
        let took = started.elapsed();
        let costs = self.costs(Some(pid))? - before;
        let heard = watching.as_ref().map(|watching| watching.heard(took)).transpose()?;
        let batch = (batches(self)? - batches_before).mean();
        self.check(case.expected, &tally, sale)?;
        let streams = match watching.zip(heard) {
            Some((watching, heard)) => Some(watching.finish(self, sale, heard)?),
            None => None,
        };
        let Summary { outcomes, answered_per_second, seconds, latency_ms, .. } = Summary::of(&tally);
        Ok(Round {
            key: case.key,
            outcomes,
            answers: tally.answered(),
            seconds,
            per_second: answered_per_second,
            latency_ms,
            processors: Processors::new(costs, tally.answered(), took, super::machine::processors()),
            batch,
            server_peak_kib: Some(memory.finish()?.peak),
            postgres_private_kib: private(&postgres_processes(&self.shop.data_dir())?),
            streams,
        })
    }

    /// Every invariant, on the live database.
    pub(super) fn audit(&mut self, after: &str) -> anyhow::Result<()> {
        self.shop.audit().with_context(|| format!("after {after}"))?;
        self.audits += 1;
        Ok(())
    }

    /// A sale of its own for a round.
    pub(super) fn open_sale(&self, units: u32) -> anyhow::Result<SaleView> {
        self.errands.block_on(self.staff.create_sale(self.product, "Stampede", units, &self.currency))
    }

    /// What all sales sell.
    pub(super) fn product(&self) -> Uuid {
        self.product
    }

    /// What everything is paid in.
    pub(super) fn currency(&self) -> &str {
        &self.currency
    }

    /// The shop, as its staff.
    pub(super) fn staff(&self) -> &Api {
        &self.staff
    }

    /// What everybody has cost so far.
    pub(super) fn costs(&self, server: Option<u32>) -> anyhow::Result<Costs> {
        Ok(Costs {
            server: server.map(process_cost).transpose()?,
            postgres: postgres_cost(&self.shop.data_dir())?,
            load: process_cost(std::process::id())?,
            machine: machine_cost()?,
        })
    }

    /// Waits until the shop knows that so many units of a sale are gone: it learns only by looking what others sell behind
    /// its back, which it does every second.
    pub(super) fn await_sold(&self, sale: Uuid, wanted: u64) -> anyhow::Result<()> {
        let asked = Instant::now();
        loop {
            let SaleView { allocated, remaining, .. } = self.errands.block_on(self.staff.sale(sale))?;
            let sold = u64::try_from(allocated - remaining)?;
            if sold == wanted {
                return Ok(());
            }
            ensure!(asked.elapsed() < NEWS, "{sold} units are gone, but {wanted} were confirmed");
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn server(&self, place: Place) -> anyhow::Result<(Target, u32)> {
        let Place::Baseline(wanted) = place else {
            return Ok((self.shop.target().clone(), self.shop.pid()));
        };
        let running = self.baselines.iter().find(|(baseline, _)| *baseline == wanted);
        let (_, server) = running.with_context(|| format!("{} does not run", wanted.name()))?;
        Ok((server.target().clone(), server.pid()))
    }

    fn check(&self, expected: Expected, tally: &Tally, sale: Uuid) -> anyhow::Result<()> {
        ensure!(tally.unanswered() == 0, "{} requests had no answer", tally.unanswered());
        let good = match expected {
            Expected::Sold | Expected::Pretended => tally.status(201),
            Expected::SoldOut => tally.code(409, "sold_out"),
        };
        ensure!(good == tally.answered() && good > 0, "unexpected answers:\n{}", Summary::of(tally));
        if expected == Expected::Sold {
            check_orders(tally)?;
            self.await_sold(sale, good)?;
        }
        Ok(())
    }

    /// A sale without units left.
    fn sell_out(&self) -> anyhow::Result<Uuid> {
        let sale = self.open_sale(1)?.id;
        let load = Load { retries: 10, ..self.load(self.shop.target(), sale, 1, 1) };
        let tally = run_load(&load, Pace::Closed { at_most: None })?;
        ensure!(tally.status(201) == 1, "the first purchase failed:\n{}", Summary::of(&tally));
        Ok(sale)
    }

    fn load(&self, target: &Target, sale: Uuid, connections: usize, requests: usize) -> Load {
        Load {
            target: target.clone(),
            request: PurchaseRequest::new(target, "/api/v1/orders", sale, 1),
            buyers: Arc::clone(&self.buyers),
            first_buyer: 0,
            requests,
            connections,
            threads: 1,
            keys: false,
            retries: 0,
            timeout: Load::TIMEOUT,
        }
    }
}

fn start_baseline(stampede: &Path, baseline: Baseline, shop: &Shop) -> anyhow::Result<BaselineServer> {
    BaselineServer::start(stampede, baseline, shop)
        .with_context(|| format!("cannot start the baseline {}", baseline.name()))
}
