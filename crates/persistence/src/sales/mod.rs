//! Sales, their ledger, and what moves their units apart from a purchase.

mod create;
mod due;
mod find;
mod ledger;
mod list;
mod lock;
mod sale;
mod settle;

pub use create::{CreateError, create};
pub use due::{Due, due_batches, due_settlements, mark_swept};
pub use find::find;
pub use list::{Filter, board, list};
pub use lock::{Locked, give_back, lock};
pub use settle::settle;
