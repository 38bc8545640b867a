//! A server of ours that ends when we do.

use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use rustix::process::{Pid, Signal, kill_process};
use tokio::time::sleep;

/// A server that stops its database with it needs a moment.
const PATIENCE: Duration = Duration::from_secs(30);

/// A child process that is asked to end when this is dropped, and made to if it does not.
#[derive(Debug)]
pub struct ChildServer {
    name: &'static str,
    child: Child,
}

impl ChildServer {
    /// Starts it.
    ///
    /// # Errors
    /// When the program cannot be run.
    pub fn spawn(name: &'static str, command: &mut Command) -> anyhow::Result<Self> {
        let child = command.spawn().with_context(|| format!("cannot start {name}"))?;
        Ok(Self { name, child })
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its handle, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// `kill -9`, and waits for its end.
    ///
    /// # Errors
    /// When there is nothing to kill.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end, and waits for at most `limit`.
    ///
    /// # Errors
    /// When it does not end, or not well.
    pub async fn stop(mut self, limit: Duration) -> anyhow::Result<()> {
        kill_process(Pid::from_child(&self.child), Signal::TERM)?;
        let asked = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                anyhow::ensure!(status.success(), "{} has ended with {status}", self.name);
                return Ok(());
            }
            anyhow::ensure!(asked.elapsed() < limit, "{} does not end within {limit:?}", self.name);
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// Fails if it has ended by itself.
    ///
    /// # Errors
    /// With the way it ended.
    pub fn check(&mut self) -> anyhow::Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => anyhow::bail!("{} has ended with {status}", self.name),
        }
    }
}

impl Drop for ChildServer {
    fn drop(&mut self) {
        // It is not waited for yet, so the number still means it.
        if let Ok(None) = self.child.try_wait() {
            let _ended_meanwhile = kill_process(Pid::from_child(&self.child), Signal::TERM);
        }
        let asked = Instant::now();
        while let Ok(None) = self.child.try_wait() {
            if asked.elapsed() > PATIENCE {
                let _ended_meanwhile = self.child.kill();
                let _status = self.child.wait();
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}
