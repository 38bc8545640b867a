//! Orders at work: buying, cancelling, packing, shipping, delivering, and what is written to customers about it.

mod buy;
mod cancel;
mod deliver;
mod mails;
mod move_error;
mod pack;
mod ship;

pub use buy::buy;
pub use cancel::cancel;
pub use deliver::deliver;
pub use move_error::MoveError;
pub use pack::pack;
pub use ship::{ShipError, ship};
