//! Sales at work: the board that refuses at once, the lanes that sell, the look-ups that find a lost winner's order,
//! the streams of those who watch, and what ends holds and sales in time.

mod board;
mod create;
mod edit;
mod lane;
mod lookups;
mod steer;
mod sweep;
mod watch;
mod writer;

pub use board::{Board, Entry};
pub use create::create;
pub use edit::{EditError, edit};
pub(crate) use lane::Lanes;
pub(crate) use lookups::Lookups;
pub use steer::{SteerError, steer};
pub use sweep::{Swept, expire_stragglers, sweep};
pub(crate) use watch::Watchers;
pub use watch::{SaleNews, SaleStream, Snapshot, StreamLimits, WatchError, watch};
pub use writer::{Writer, Writers};
