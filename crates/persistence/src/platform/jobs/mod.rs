//! Work for later. A job is there until it is done, so it is done at least once.

mod claim;
mod enqueue;
mod finish;
mod postpone;

pub use claim::{ClaimedJob, claim};
pub use enqueue::enqueue;
pub(crate) use enqueue::enqueue_task;
pub use finish::finish;
pub use postpone::{give_up, postpone};
