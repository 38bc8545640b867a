//! Sales, their ledger, and what moves their units apart from a purchase.

mod create;
mod due;
mod edit;
mod find;
mod journal;
mod ledger;
mod list;
mod lock;
mod sale;
mod settle;
mod steer;

pub use create::{CreateError, create};
pub use due::{Due, due_batches, due_cancellations, due_settlements, held_batches, mark_swept};
pub use edit::{EditError, edit};
pub use find::find;
pub(crate) use journal::EntryRow;
pub use journal::journal;
pub use list::{Filter, board, list};
pub use lock::{Locked, give_back, lock};
pub use settle::settle;
pub use steer::steer;
