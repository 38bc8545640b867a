//! Deliveries: one event on its way to one endpoint. Like jobs, each is there until it has ended, so it is sent at least
//! once.

mod claim;
mod find;
mod list;
mod record;
mod replay;
mod row;

pub use claim::{Busy, Claimed, claim};
pub use find::find;
pub use list::list;
pub use record::{Outcome, record};
pub use replay::replay;
