//! Orders at work: buying, cancelling, packing, shipping, delivering, refunding, and what is written to customers about it.

mod buy;
mod cancel;
mod carry_out;
mod deliver;
mod mails;
mod move_error;
mod pack;
mod refund;
mod ship;

pub use buy::buy;
pub use cancel::cancel;
pub use deliver::deliver;
pub use move_error::MoveError;
pub use pack::pack;
pub use refund::{RefundError, Refunded, refund};
pub use ship::{ShipError, ship};
