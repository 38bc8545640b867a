//! Orders at work: buying, cancelling, packing, shipping, delivering, refunding, taking back, and what is written to customers about it.

mod buy;
mod cancel;
mod carry_out;
mod deliver;
mod deliver_shipment;
mod mails;
mod move_error;
mod pack;
mod refund;
mod returns;
mod ship;

pub use buy::buy;
pub use cancel::cancel;
pub use deliver::deliver;
pub use deliver_shipment::deliver_shipment;
pub use move_error::MoveError;
pub use pack::pack;
pub use refund::{RefundError, Refunded, refund};
pub use returns::{ReturnError, decide_return, receive_return, request_return};
pub use ship::{ShipError, ship};
