//! The shop, the naive server beside it, and one round after the other on both.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::figures::{Costs, Design, Run, Settings};
use crate::client::request::PurchaseRequest;
use crate::client::{Api, SaleView, Target};
use crate::commands::buy::check_orders;
use crate::load::{Buyers, Load, Pace, Tally, run as run_load};
use crate::process::{ChildServer, Program, Shop, postgres_cost, process_cost};
use crate::report::Summary;

/// Before anything counts.
const WARM_UP: Duration = Duration::from_millis(700);
/// How long the shop may take to see what another process sold.
const NEWS: Duration = Duration::from_secs(5);

/// Everything that the rounds need.
pub(super) struct Course {
    settings: Settings,
    errands: Runtime,
    // Before the shop: it uses the shop's database.
    naive: ChildServer,
    naive_target: Target,
    shop: Shop,
    staff: Api,
    product: Uuid,
    currency: String,
    buyers: Arc<Buyers>,
    /// Sold out from the beginning.
    empty_sale: Uuid,
}

impl Course {
    /// Starts both servers on one database and makes the customers.
    pub(super) fn lay(program: &Program, settings: Settings) -> anyhow::Result<Self> {
        let errands = crate::commands::errands()?;
        eprintln!("starting a shop with a database of its own …");
        let shop = errands.block_on(Shop::start(program))?;
        eprintln!("making {} customers …", settings.customers);
        let buyers = Arc::new(Buyers::read(&shop.load_users(settings.customers)?)?);
        let (naive, naive_target) = start_naive(&shop)?;
        let staff = errands.block_on(shop.staff())?;
        let currency = errands.block_on(staff.currency())?;
        // Enough for every sale of every round.
        let product = errands.block_on(staff.create_product("hot-thing", 1_000_000_000, &currency))?;
        let mut course = Self {
            settings,
            errands,
            naive,
            naive_target,
            shop,
            staff,
            product,
            currency,
            buyers,
            empty_sale: Uuid::nil(),
        };
        course.empty_sale = course.sell_out()?;
        Ok(course)
    }

    /// A short run that fills caches and is forgotten.
    pub(super) fn warm_up(&mut self, design: Design) -> anyhow::Result<()> {
        self.round(design, WARM_UP).map(drop)
    }

    /// One round, with every check that there is.
    pub(super) fn run(&mut self, design: Design) -> anyhow::Result<Run> {
        let run = self.round(design, self.settings.round)?;
        self.shop.audit().with_context(|| format!("after a round of {}", design.name()))?;
        eprintln!("{:<28} {:>8.0} /s", design.name(), run.rate());
        Ok(run)
    }

    fn round(&mut self, design: Design, time: Duration) -> anyhow::Result<Run> {
        self.naive.check()?;
        let (target, path) = match design {
            Design::Lanes | Design::LanesAtRate | Design::SoldOut => (self.shop.target(), "/api/v1/orders"),
            Design::Naive | Design::NaiveAtRate => (&self.naive_target, "/api/v1/orders"),
            Design::Bare => (&self.naive_target, "/bare/orders"),
        };
        let sale = match design {
            Design::SoldOut | Design::Bare => self.empty_sale,
            Design::Lanes | Design::Naive | Design::LanesAtRate | Design::NaiveAtRate => {
                self.open_sale(u32::try_from(self.buyers.len())?)?.id
            }
        };
        let (pace, requests) = match design {
            Design::LanesAtRate | Design::NaiveAtRate => {
                let count = u64::from(self.settings.fixed_rate) * time.as_secs();
                (Pace::Open { rate: self.settings.fixed_rate.try_into()? }, usize::try_from(count)?)
            }
            Design::Lanes | Design::Naive | Design::SoldOut | Design::Bare => {
                (Pace::Closed { at_most: Some(time) }, self.buyers.len())
            }
        };
        let load = Load {
            target: target.clone(),
            request: PurchaseRequest::new(target, path, sale, 1),
            buyers: Arc::clone(&self.buyers),
            first_buyer: 0,
            requests: requests.min(self.buyers.len()),
            connections: self.settings.connections,
            threads: 1,
            keys: false,
            retries: 0,
            timeout: Load::TIMEOUT,
        };
        let before = self.costs(design)?;
        let tally = run_load(&load, pace)?;
        let costs = self.costs(design)? - before;
        self.check(design, &tally, sale).with_context(|| format!("in a round of {}", design.name()))?;
        Ok(Run::new(design, Summary::of(&tally), costs))
    }

    /// What was promised to each buyer is what the sale says.
    fn check(&self, design: Design, tally: &Tally, sale: Uuid) -> anyhow::Result<()> {
        check_orders(tally)?;
        ensure!(tally.unanswered() == 0, "{} requests had no answer", tally.unanswered());
        let expected = match design {
            Design::SoldOut | Design::Bare => tally.code(409, "sold_out"),
            Design::Lanes | Design::Naive | Design::LanesAtRate | Design::NaiveAtRate => tally.status(201),
        };
        ensure!(expected == tally.answered(), "unexpected answers:\n{}", Summary::of(tally));
        if matches!(design, Design::SoldOut | Design::Bare) {
            return Ok(());
        }
        // The shop learns only by looking what others sell behind its back, which it does every second.
        let asked = Instant::now();
        loop {
            let SaleView { allocated, remaining, .. } = self.errands.block_on(self.staff.sale(sale))?;
            let sold = u64::try_from(allocated - remaining)?;
            if sold == tally.status(201) {
                return Ok(());
            }
            ensure!(
                asked.elapsed() < NEWS,
                "{sold} units are gone, but {} were confirmed",
                tally.status(201)
            );
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn open_sale(&self, units: u32) -> anyhow::Result<SaleView> {
        self.errands.block_on(self.staff.create_sale(self.product, "Stampede", units, &self.currency))
    }

    /// A sale without units left.
    fn sell_out(&self) -> anyhow::Result<Uuid> {
        let sale = self.open_sale(1)?.id;
        let target = self.shop.target();
        let load = Load {
            target: target.clone(),
            request: PurchaseRequest::new(target, "/api/v1/orders", sale, 1),
            buyers: Arc::clone(&self.buyers),
            first_buyer: 0,
            requests: 1,
            connections: 1,
            threads: 1,
            keys: false,
            retries: 10,
            timeout: Load::TIMEOUT,
        };
        let tally = run_load(&load, Pace::Closed { at_most: None })?;
        ensure!(tally.status(201) == 1, "the first purchase failed:\n{}", Summary::of(&tally));
        Ok(sale)
    }

    fn costs(&self, design: Design) -> anyhow::Result<Costs> {
        let server = match design {
            Design::Lanes | Design::LanesAtRate | Design::SoldOut => self.shop.pid(),
            Design::Naive | Design::NaiveAtRate | Design::Bare => self.naive.pid(),
        };
        Ok(Costs {
            server: process_cost(server)?,
            postgres: postgres_cost(&self.shop.data_dir())?,
            load: process_cost(std::process::id())?,
        })
    }
}

/// Starts the naive server on the shop's database and reads where it listens.
fn start_naive(shop: &Shop) -> anyhow::Result<(ChildServer, Target)> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .arg("naive")
        .arg("--data-dir")
        .arg(shop.data_dir())
        .env("JWT_SECRET", shop.secret())
        .env("RUST_LOG", "warn")
        // It serves until this ends, which it does even when we are killed.
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut naive = ChildServer::spawn("the naive server", &mut command)?;
    let mut line = String::new();
    let output = naive.child().stdout.take().context("the naive server has no output")?;
    BufReader::new(output).read_line(&mut line)?;
    let address = line.trim().strip_prefix("listening on ").context("the naive server did not start")?;
    Ok((naive, Target::of(address.parse()?)))
}
