//! Orders: placing a batch of them, reading them, moving them.

mod buy;
mod expire;
mod find;
mod list;
mod lookup;
mod receipt;
mod stragglers;
mod transition;

pub use buy::{Batch, buy};
pub use expire::{Expired, expire};
pub use find::find;
pub use list::{Filter, list};
pub use lookup::{Lookup, lookup};
pub use receipt::receipt;
pub use stragglers::stragglers;
pub use transition::{LockedOrder, claim, lock, move_to};
