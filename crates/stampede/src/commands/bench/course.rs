//! The order of things.

use std::time::Duration;

use anyhow::Context;

use super::case::{Case, Expected};
use super::machine::Machine;
use super::report::Found;
use super::round::Round;
use super::stage::Stage;
use super::{Part, Plan, alone, browse, cart, drained, rows, search, syncs};
use crate::process::Program;
use crate::report::median;

/// Before anything counts.
pub(super) const WARM_UP: Duration = Duration::from_millis(700);

/// A run of the benchmark.
pub(super) struct Course {
    program: Program,
    plan: Plan,
    machine: Option<Machine>,
    found: Found,
}

impl Course {
    pub(super) fn new(program: Program, plan: Plan) -> Self {
        Self { program, plan, machine: None, found: Found::default() }
    }

    /// Measures what the plan says.
    pub(super) fn measure(mut self) -> anyhow::Result<(Machine, Found)> {
        let has = |part| self.plan.parts.contains(&part);
        let calm = has(Part::Open) || has(Part::Drain) || has(Part::Syncs);
        let (streams, cart, histories) = (has(Part::Streams), has(Part::Cart), has(Part::Rows));
        let (browse, search) = (has(Part::Browse), has(Part::Search));
        if has(Part::Rates) {
            self.rates()?;
        }
        if calm {
            self.beside_rates()?;
        }
        if streams {
            self.streams()?;
        }
        if cart {
            self.cart()?;
        }
        if browse {
            self.browse()?;
        }
        if search {
            self.search()?;
        }
        if histories {
            self.histories()?;
        }
        Ok((self.machine.context("there is nothing to measure")?, self.found))
    }

    /// As fast as they answer.
    fn rates(&mut self) -> anyhow::Result<()> {
        let cases = Case::closed(self.plan.quick);
        let mut stage = self.open(&cases)?;
        for case in &cases {
            stage.round(case, self.plan.time.min(WARM_UP))?;
        }
        // In turns, so that whatever slows the machine for a while slows all.
        for _ in 0..self.plan.rounds {
            for case in &cases {
                self.round(&mut stage, case)?;
            }
            if !self.plan.quick {
                self.postgres_alone(&mut stage)?;
            }
        }
        self.found.audits += stage.audits;
        Ok(())
    }

    /// What is not about being fast. On a shop of its own: an audit takes longer the more was sold before.
    fn beside_rates(&mut self) -> anyhow::Result<()> {
        let cases = [Case::LANES, Case::NAIVE, Case::ONE_CALL];
        let mut stage = self.open(&cases)?;
        let has = |part| self.plan.parts.contains(&part);
        let (drain, syncs) = (has(Part::Drain), has(Part::Syncs));
        if has(Part::Open) {
            let open = Case::open(self.capacity(&mut stage)?);
            for _ in 0..self.plan.rounds {
                for case in &open {
                    self.round(&mut stage, case)?;
                }
            }
        }
        if drain {
            let plan = drained::plan(self.plan.customers);
            for _ in 0..self.plan.rounds.min(3) {
                let drained = drained::round(&stage, plan)?;
                eprintln!("{:<40} {:>8.2} s", "last of the units sold after", drained.last_won_seconds);
                stage.audit("a drained sale")?;
                self.found.drains.push(drained);
            }
        }
        if syncs {
            self.found.syncs = syncs::count(&mut stage, &cases, self.plan.time)?;
            stage.audit("counting fdatasyncs")?;
        }
        self.found.audits += stage.audits;
        Ok(())
    }

    /// While thousands watch, and while nobody does.
    fn streams(&mut self) -> anyhow::Result<()> {
        let mut stage = self.open(&Case::STREAMS)?;
        for case in &Case::STREAMS {
            stage.round(case, self.plan.time.min(WARM_UP))?;
        }
        for _ in 0..self.plan.rounds {
            for case in &Case::STREAMS {
                self.round(&mut stage, case)?;
            }
        }
        self.found.audits += stage.audits;
        Ok(())
    }

    /// Complete purchases of guests beside the naive design, in turns, and more guests than units.
    fn cart(&mut self) -> anyhow::Result<()> {
        let mut stage = self.open(&[Case::NAIVE_64])?;
        let Plan { rounds, time, customers, .. } = self.plan;
        cart::round(&stage, time.min(WARM_UP))?;
        stage.round(&Case::NAIVE_64, time.min(WARM_UP))?;
        for _ in 0..rounds {
            let round = cart::round(&stage, time)?;
            eprintln!("{:<40} {:>8.0} /s", "complete guest purchases", round.per_second);
            stage.audit("guests")?;
            self.found.rounds.push(round);
            self.round(&mut stage, &Case::NAIVE_64)?;
        }
        for _ in 0..rounds.min(3) {
            let crowd = cart::crowd(&stage, customers.min(300))?;
            eprintln!("{:<40} {:>8.2} s", "50 units sold to 300 guests after", crowd.seconds);
            stage.audit("more guests than units")?;
            self.found.crowds.push(crowd);
        }
        self.found.audits += stage.audits;
        Ok(())
    }

    /// People who look around.
    fn browse(&mut self) -> anyhow::Result<()> {
        let mut stage = self.open(&[Case::BARE])?;
        self.found.browse = Some(browse::measure(&mut stage, self.plan.rounds, self.plan.time)?);
        stage.audit("people looked around")?;
        self.found.audits += stage.audits;
        Ok(())
    }

    /// Searches in a large catalogue.
    fn search(&mut self) -> anyhow::Result<()> {
        let mut stage = self.open(&[])?;
        self.found.search = Some(search::measure(&mut stage, self.plan.rounds)?);
        stage.audit("searches")?;
        self.found.audits += stage.audits;
        Ok(())
    }

    fn histories(&mut self) -> anyhow::Result<()> {
        let Plan { rounds, time, .. } = self.plan;
        let sizes = self.plan.sizes.clone();
        let found = rows::measure(|| self.open(&[]), &sizes, rounds, time)?;
        self.found.audits += u32::try_from(found.len())?;
        self.found.sizes = found;
        Ok(())
    }

    /// A shop of its own, and a first look at the machine.
    fn open(&mut self, cases: &[Case]) -> anyhow::Result<Stage> {
        eprintln!("a shop with {} customers …", self.plan.customers);
        let mut stage = Stage::open(&self.program, self.plan.customers, cases)?;
        if self.machine.is_none() {
            let durability = stage.errands.block_on(stage.backdoor.durability())?;
            self.machine = Some(Machine::look(&stage.shop.data_dir(), durability));
        }
        Ok(stage)
    }

    /// A round, and an audit if it may have sold anything.
    fn round(&mut self, stage: &mut Stage, case: &Case) -> anyhow::Result<()> {
        let round = stage.round(case, self.plan.time)?;
        eprintln!("{:<40} {:>8.0} /s", case.name, round.per_second);
        if case.expected != Expected::Pretended {
            stage.audit(case.name)?;
        }
        self.found.rounds.push(round);
        Ok(())
    }

    /// A round of PostgreSQL alone, with batches as large as the lanes' last were.
    fn postgres_alone(&mut self, stage: &mut Stage) -> anyhow::Result<()> {
        let size = match self.lanes().last().and_then(|round| round.batch) {
            Some(batch) => format!("{batch:.0}").parse()?,
            None => 1,
        };
        let round = alone::round(stage, size, self.plan.time)?;
        eprintln!("{:<40} {:>8.0} /s", format!("PostgreSQL alone, batches of {size}"), round.per_second);
        stage.audit("PostgreSQL alone")?;
        self.found.rounds.push(round);
        Ok(())
    }

    /// What lanes did in this run, or do now.
    fn capacity(&self, stage: &mut Stage) -> anyhow::Result<u32> {
        stage.round(&Case::LANES, self.plan.time.min(WARM_UP))?;
        let rates: Vec<f64> = self.lanes().map(|round| round.per_second).collect();
        let rate = match median(&rates) {
            Some(rate) => rate,
            None => stage.round(&Case::LANES, self.plan.time)?.per_second,
        };
        // Without a fraction: a rate is a count.
        Ok(format!("{rate:.0}").parse()?)
    }

    fn lanes(&self) -> impl Iterator<Item = &Round> {
        self.found.rounds.iter().filter(|round| round.key == Case::LANES.key)
    }
}
