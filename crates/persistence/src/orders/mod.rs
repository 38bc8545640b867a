//! Orders: placing a batch of them, reading them, moving them.

mod buy;
mod expire;
mod find;
mod list;
mod lookup;
mod notes;
mod pack_list;
mod receipt;
mod recipient;
mod restock;
mod returns;
mod search;
mod shipments;
mod stragglers;
mod transition;

pub use buy::{Batch, buy};
pub use expire::{Expired, expire};
pub(crate) use find::actor;
pub use find::{find, find_all, find_own, is_own};
pub use list::{Filter, list};
pub use lookup::{Lookup, lookup};
pub use notes::{Note, notes, write_note};
pub use pack_list::{ToPack, pack_list};
pub use receipt::receipt;
pub use recipient::{Person, people, recipient};
pub use restock::restock;
pub use returns::{create_return, find_return, list_returns, lock_return, move_return, requested_by_key};
pub use search::{Search, Sought, search};
pub use shipments::{arrived, ship, shipment_arrived, shipped_by_key};
pub use stragglers::stragglers;
pub use transition::{LockedOrder, claim, lock, move_to};
