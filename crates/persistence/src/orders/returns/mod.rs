//! What customers send back, or want to.

mod create;
mod list;
mod lock;
mod row;

pub use create::{create_return, requested_by_key};
pub use list::list_returns;
pub use lock::{find_return, lock_return, move_return};
pub(super) use row::of;
