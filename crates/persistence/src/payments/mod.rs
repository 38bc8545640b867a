//! Attempts to pay.

mod latest;
mod open;
mod record;
mod unsettled;

pub(crate) use latest::latest;
pub use open::{OpenError, Opened, open};
pub use record::record;
pub use unsettled::unsettled;
