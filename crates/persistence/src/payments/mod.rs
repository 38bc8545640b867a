//! Attempts to pay.

mod latest;
mod open;
mod record;
mod start_refund;
mod unsettled;

pub(crate) use latest::latest;
pub use open::{OpenError, Opened, open};
pub use record::record;
pub use start_refund::start_refund;
pub use unsettled::unsettled;
