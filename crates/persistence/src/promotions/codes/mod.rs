//! Discount codes.

mod create;
mod edit;
mod find;
mod list;
mod row;

pub use create::{WriteError, create};
pub use edit::{edit, lock};
pub use find::find;
pub use list::list;
pub(crate) use row::CodeRow;
