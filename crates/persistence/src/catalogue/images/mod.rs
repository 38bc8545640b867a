//! Which pictures the shop keeps, and which files of the store nobody needs.

mod keep;
mod note;
mod sweep;

pub use keep::{KeepError, keep};
pub use note::{Noted, note};
pub use sweep::{claim_garbage, discard_unused, forget_garbage};
