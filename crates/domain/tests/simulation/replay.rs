//! The committed history, run through `domain::sales::reference` one entry after the other: whatever happened at the same
//! time, it must come to the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use doorbuster_domain::OrderId;
use doorbuster_domain::sales::reference::Shelf;
use doorbuster_domain::sales::{Candidate, Sale, Terms, Verdict};

use crate::database::Database;
use crate::plan::Plan;
use crate::work::Edit;
use crate::world::{Micros, stamp};

/// One committed transaction.
#[derive(Clone, Debug)]
pub(crate) enum Record {
    Sold {
        retry: bool,
        candidates: Vec<Candidate>,
        verdicts: Vec<Verdict>,
        decided_at: Micros,
    },
    /// These orders gave up what they held.
    Released(Vec<OrderId>),
    Settled,
    Edited(Edit),
}

/// The reference's shop: its shelf, and the sale's row for what the shelf leaves to others.
struct Replay {
    shelf: Shelf,
    sale: Sale,
}

/// Compares the history with the reference.
pub(crate) fn check(database: &Database, plan: &Plan) -> Result<(), String> {
    let (_, opened) = &database.history[0];
    let terms = Terms {
        product_id: opened.product.id,
        product_name: opened.product.name.clone(),
        unit_price: opened.price,
        placed_at: stamp(0),
        pay_by: stamp(0),
    };
    let mut replay = Replay {
        shelf: Shelf {
            status: opened.status(stamp(0)),
            remaining: plan.units,
            limit: plan.limit,
            terms: Arc::new(terms),
            orders: BTreeMap::new(),
        },
        sale: opened.clone(),
    };
    for record in &database.log {
        replay.step(record)?;
    }
    let end = (replay.shelf.remaining, replay.shelf.allocated());
    let stored = (database.sale.remaining, database.sale.allocated);
    if end == stored {
        Ok(())
    } else {
        Err(format!("the reference ends with {end:?}, the database with {stored:?}"))
    }
}

impl Replay {
    fn step(&mut self, record: &Record) -> Result<(), String> {
        match record {
            Record::Sold { retry, candidates, verdicts, decided_at } => {
                self.sale.remaining = self.shelf.remaining;
                self.shelf.status = self.sale.status(stamp(*decided_at));
                let expected = self.shelf.sell(candidates, *retry);
                for (verdict, expected) in verdicts.iter().zip(&expected) {
                    if !is_same(verdict, expected) {
                        return Err(format!(
                            "{verdict:?}, but the reference says {expected:?} in {record:?}"
                        ));
                    }
                }
            }
            Record::Released(orders) => self.release(orders),
            Record::Settled => {
                self.sale.settled = true;
                self.shelf.remaining = 0;
            }
            Record::Edited(edit) => match edit {
                Edit::Pause(paused) => self.sale.paused = *paused,
                Edit::Cancel => self.sale.cancelled = true,
                Edit::Allocate(units) => {
                    self.shelf.remaining += i64::from(*units) - self.shelf.allocated();
                }
                Edit::Limit(limit) => self.shelf.limit = *limit,
            },
        }
        Ok(())
    }

    fn release(&mut self, released: &[OrderId]) {
        let Shelf { orders, remaining, .. } = &mut self.shelf;
        for entry in orders.values_mut().flatten().filter(|entry| released.contains(&entry.order)) {
            if !self.sale.settled {
                *remaining += i64::from(entry.units_held);
            }
            entry.units_held = 0;
            entry.active = false;
        }
    }
}

/// The same verdict, whatever the reference's terms are.
fn is_same(verdict: &Verdict, expected: &Verdict) -> bool {
    match (verdict, expected) {
        (Verdict::Sold { order, .. }, Verdict::Sold { order: expected, .. }) => order == expected,
        (verdict, expected) => verdict == expected,
    }
}
