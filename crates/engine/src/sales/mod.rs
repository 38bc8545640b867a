//! Sales at work: the board that refuses at once, the lanes that sell, the look-ups that find a lost winner's order,
//! and what ends holds and sales in time.

mod board;
mod create;
mod edit;
mod lane;
mod lookups;
mod steer;
mod sweep;
mod writer;

pub use board::{Board, Entry};
pub use create::create;
pub use edit::{EditError, edit};
pub(crate) use lane::Lanes;
pub(crate) use lookups::Lookups;
pub use steer::{SteerError, steer};
pub use sweep::{Swept, expire_stragglers, sweep};
pub use writer::{Writer, Writers};
