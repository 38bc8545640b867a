use std::io;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use super::RedisError;

/// A thread that does nothing but talk to Redis.
///
/// In a stampede the threads that serve requests look at their sockets late. Redis would be blamed for that: an answer
/// that has long arrived would count as none, and the processes would stop counting together just when it matters.
pub(super) struct Thread {
    runtime: Handle,
    /// Dropping it ends the thread.
    _alive: oneshot::Sender<()>,
}

impl Thread {
    pub(super) fn start() -> Result<Self, RedisError> {
        let failed = |error: io::Error| RedisError::Lost(format!("no thread for it: {error}"));
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let handle = runtime.handle().clone();
        let (alive, ended) = oneshot::channel::<()>();
        let work = move || {
            // Nobody sends: this waits for the other end to be dropped.
            let _dropped = runtime.block_on(ended);
        };
        thread::Builder::new().name("redis".to_owned()).spawn(work).map_err(failed)?;
        Ok(Self { runtime: handle, _alive: alive })
    }

    pub(super) fn runtime(&self) -> &Handle {
        &self.runtime
    }
}
