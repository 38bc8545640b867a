//! What the binary does.

pub mod baseline;
pub mod bench;
pub mod buy;
pub mod check;
pub mod cluster;
pub mod drain;
pub mod limiter;
pub mod verify;
pub mod watch;

use tokio::runtime::{Builder, Runtime};

/// A runtime for the few requests around a load. The load itself has its own threads.
pub(crate) fn errands() -> anyhow::Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}
