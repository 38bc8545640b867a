//! Orders at work: buying and cancelling.

mod buy;
mod cancel;

pub use buy::buy;
pub use cancel::{CancelError, cancel};
