//! One running PostgreSQL as our child.

use std::io;
use std::process::{Command, ExitStatus};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use tokio::sync::watch;
use tokio::time::timeout;

use super::error::EmbeddedError;

/// How a stop gets more insistent: a fast shutdown, an immediate one (the next start recovers), the end.
const INSISTENCE: [(Signal, Duration); 3] = [
    (Signal::INT, Duration::from_secs(60)),
    (Signal::QUIT, Duration::from_secs(10)),
    (Signal::KILL, Duration::from_secs(5)),
];
/// How long dropping the handle may block.
const DROP_LIMIT: Duration = Duration::from_secs(10);

/// A child that ends with us: asked by [`Supervisor::stop`] or `Drop`, or by the kernel when this process dies.
#[derive(Debug)]
pub(super) struct Supervisor {
    pid: Pid,
    /// Whether `pid` still means our child. It does until it was waited for.
    alive: Arc<Mutex<bool>>,
    ended: watch::Receiver<Option<ExitStatus>>,
}

impl Supervisor {
    /// Spawns the command from a thread that stays until the child ends, since the kernel ties the child's life to the
    /// thread. `belongings` are dropped when the child has ended, before anybody hears of it.
    pub(super) fn spawn<B: Send + 'static>(mut command: Command, belongings: B) -> io::Result<Self> {
        let (tell_pid, pid) = mpsc::sync_channel::<io::Result<Pid>>(1);
        let (tell_end, ended) = watch::channel(None);
        let alive = Arc::new(Mutex::new(true));
        let mark = Arc::clone(&alive);
        thread::Builder::new().name("postgres".to_owned()).spawn(move || {
            let mut child = match command.spawn() {
                Ok(child) => child,
                Err(error) => {
                    let _nobody = tell_pid.send(Err(error));
                    return;
                }
            };
            let pid = Pid::from_child(&child);
            let _nobody = tell_pid.send(Ok(pid));
            // Looks without taking the exit status: until it is taken, the number cannot mean another process.
            let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            while matches!(waitid(WaitId::Pid(pid), look), Err(Errno::INTR)) {}
            *mark.lock().unwrap_or_else(PoisonError::into_inner) = false;
            let status = child.wait().unwrap_or_default();
            drop(belongings);
            tell_end.send_replace(Some(status));
        })?;
        let pid = pid.recv().map_err(|_| io::Error::other("the supervising thread has died"))??;
        Ok(Self { pid, alive, ended })
    }

    /// The child's process id.
    pub(super) fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// How the child ended, if it has.
    pub(super) fn status(&self) -> Option<ExitStatus> {
        *self.ended.borrow()
    }

    /// Waits for the child's end.
    pub(super) async fn ended(&self) -> ExitStatus {
        let mut ended = self.ended.clone();
        match ended.wait_for(Option::is_some).await {
            Ok(status) => status.unwrap_or_default(),
            // The thread cannot end without telling, and if it did the child would be told to end as well.
            Err(_) => ExitStatus::default(),
        }
    }

    /// Stops the child, more insistently each time its patience is used up (75 s in all).
    pub(super) async fn stop(self) -> Result<(), EmbeddedError> {
        for (signal, patience) in INSISTENCE {
            self.signal(signal);
            if timeout(patience, self.ended()).await.is_ok() {
                return Ok(());
            }
            tracing::warn!(
                "PostgreSQL (process {}) did not end within {patience:?} of {signal:?}",
                self.pid()
            );
        }
        Err(EmbeddedError::Stop(self.pid()))
    }

    fn signal(&self, signal: Signal) {
        let alive = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        if *alive {
            // It may have ended this instant, which is what we want.
            let _gone = kill_process(self.pid, signal);
        }
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        if self.status().is_some() {
            return;
        }
        self.signal(Signal::INT);
        let started = Instant::now();
        while self.status().is_none() && started.elapsed() < DROP_LIMIT {
            thread::sleep(Duration::from_millis(5));
        }
    }
}
