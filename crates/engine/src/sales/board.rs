use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwap, ArcSwapOption};
use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_domain::SaleId;
use doorbuster_domain::sales::{Counters, Judgement, Purchase, Sale, SaleStatus, ServerClock};
use doorbuster_persistence::{Database, Error, sales};

use super::lane::Door;
use crate::ambient;

/// A lock-free snapshot of the sales that are not long over. It may refuse a purchase, never grant one.
///
/// Lanes bring it up to date with every batch, the bus when another process moved units, and a refresh every second.
#[derive(Default)]
pub struct Board {
    entries: ArcSwap<HashMap<SaleId, Arc<Entry>>>,
    /// Serialises changes of the map; readers never wait for it.
    changing: Mutex<()>,
    clock: ArcSwap<ServerClock>,
}

/// One sale on the board, and the door of its lane.
pub struct Entry {
    sale: ArcSwap<Sale>,
    lane: ArcSwapOption<Door>,
    /// Serialises the opening of the lane; who finds it open never waits.
    opening: Mutex<()>,
}

impl Entry {
    /// The sale as last seen.
    pub fn sale(&self) -> Arc<Sale> {
        self.sale.load_full()
    }

    /// The way into the sale's lane. `open` starts one with the first request, and again should it ever have died.
    pub(super) fn door(&self, open: impl FnOnce() -> Door) -> Arc<Door> {
        let open_door = || self.lane.load_full().filter(|door| !door.is_closed());
        if let Some(door) = open_door() {
            return door;
        }
        let _opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        open_door().unwrap_or_else(|| {
            let door = Arc::new(open());
            self.lane.store(Some(Arc::clone(&door)));
            door
        })
    }

    /// Takes over what a batch said, unless something newer is known.
    pub(super) fn apply(&self, counters: &Counters) {
        self.sale.rcu(|sale| sale.after(counters));
    }

    fn show(&self, seen: &Sale) {
        self.sale.rcu(|sale| sale.or_newer(seen));
    }
}

impl Board {
    /// PostgreSQL's time, as well as this process knows it.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.load().at(ambient::now())
    }

    /// The sale's entry, if it is on the board.
    pub fn entry(&self, id: SaleId) -> Option<Arc<Entry>> {
        self.entries.load().get(&id).cloned()
    }

    /// What to do with a purchase.
    pub(crate) fn judge(&self, entry: &Entry, purchase: &Purchase) -> Judgement {
        Judgement::of(&entry.sale.load(), purchase, **self.clock.load(), ambient::now())
    }

    /// Puts a sale on the board, or brings it up to date.
    pub fn show(&self, sale: Sale) -> Arc<Entry> {
        if let Some(entry) = self.entry(sale.id) {
            entry.show(&sale);
            return entry;
        }
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entries = HashMap::clone(&self.entries.load());
        let id = sale.id;
        let entry = entries.entry(id).or_insert_with(|| {
            Arc::new(Entry {
                sale: ArcSwap::from_pointee(sale),
                lane: ArcSwapOption::empty(),
                opening: Mutex::new(()),
            })
        });
        let entry = Arc::clone(entry);
        self.entries.store(Arc::new(entries));
        entry
    }

    /// Reads one sale from the primary onto the board. Returns none for an unknown one.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn fetch(&self, database: &Database, id: SaleId) -> Result<Option<Arc<Entry>>, Error> {
        let mut connection = database.acquire().await?;
        let found = sales::find(&mut connection, id).await?;
        Ok(found.map(|(sale, _)| self.show(sale)))
    }

    /// Reads every current sale from the primary, measures the clock, and forgets what is long over.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn refresh(&self, database: &Database) -> Result<(), Error> {
        let mut connection = database.acquire().await?;
        let asked = ambient::now();
        let (sales, now) = sales::board(&mut connection).await?;
        let answered = ambient::now();
        self.clock.rcu(|clock| clock.observe(asked, now, answered));
        let current: Vec<SaleId> = sales.iter().map(|sale| sale.id).collect();
        for sale in sales {
            self.show(sale);
        }
        self.forget(&current, now - TimeDelta::hours(1));
        self.measure(now);
        Ok(())
    }

    /// For Prometheus: the sales that run, together. Every process says the same.
    fn measure(&self, now: DateTime<Utc>) {
        let (mut count, mut allocated, mut remaining) = (0_u32, 0_i64, 0_i64);
        for entry in self.entries.load().values() {
            let sale = entry.sale.load();
            if matches!(sale.status(now), SaleStatus::Live | SaleStatus::SoldOut | SaleStatus::Paused) {
                count += 1;
                allocated += sale.allocated;
                remaining += sale.remaining;
            }
        }
        let number = |units: i64| f64::from(u32::try_from(units).unwrap_or(u32::MAX));
        metrics::gauge!("doorbuster_live_sales").set(count);
        metrics::gauge!("doorbuster_live_units_allocated").set(number(allocated));
        metrics::gauge!("doorbuster_live_units_remaining").set(number(remaining));
    }

    /// Takes sales off the board that ended before `horizon` and are not among `current`. A lane whose door is gone
    /// ends by itself.
    fn forget(&self, current: &[SaleId], horizon: DateTime<Utc>) {
        let is_over = |(id, entry): &(&SaleId, &Arc<Entry>)| {
            !current.contains(id) && entry.sale.load().ends_at < horizon
        };
        if !self.entries.load().iter().any(|entry| is_over(&entry)) {
            return;
        }
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entries = HashMap::clone(&self.entries.load());
        entries.retain(|id, entry| !is_over(&(id, entry)));
        self.entries.store(Arc::new(entries));
    }
}
