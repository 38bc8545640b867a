//! Flash sales: what a sale is, and every decision on the way of a purchase through it.
//!
//! [`Judgement`] is what the sale board does with a request, [`Lane`] the queue with one writer per sale and process,
//! [`reference`] the executable specification of what PostgreSQL decides for one batch, [`journal`] what anybody can verify
//! about it afterwards.

mod board;
mod clock;
mod edit;
pub mod journal;
mod lane;
mod purchase;
pub mod reference;
mod sale;
mod snapshot;
mod steer;
mod watch;

pub use board::Judgement;
pub use clock::ServerClock;
pub use edit::SaleEdit;
pub use lane::{Attempt, Failure, Lane, Limits, Pace, Ticket};
pub use purchase::{Candidate, MAX_QUANTITY, Purchase, Terms, Verdict};
pub use sale::{NewSale, NewSaleError, Sale, SaleProduct, SaleStatus};
pub use snapshot::Counters;
pub use steer::{SaleOver, Steer};
pub use watch::{SnapshotId, Turn, Watch};
