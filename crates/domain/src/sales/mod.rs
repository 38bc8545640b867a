//! Flash sales: what a sale is, and every decision on the way of a purchase through it.
//!
//! [`refuse_at_once`] is the sale board's judgement, [`Lane`] the queue with one writer per sale and process,
//! [`reference`] the executable specification of what PostgreSQL decides for one batch.

mod board;
mod lane;
mod purchase;
pub mod reference;
mod sale;

pub use board::refuse_at_once;
pub use lane::{Attempt, Failure, Lane, Limits, Ticket};
pub use purchase::{Candidate, MAX_QUANTITY, Purchase, Terms, Verdict};
pub use sale::{NewSale, NewSaleError, Sale, SaleStatus};
