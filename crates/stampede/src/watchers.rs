//! People who watch a sale: thousands of open streams, held by one thread.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail, ensure};
use serde::Serialize;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::client::Target;
use crate::client::events::EventReader;

/// How long all of them together may take to hear the first snapshot.
const OPENING: Duration = Duration::from_secs(60);
/// How long the last of them may take to hear the last snapshot.
const CATCHING_UP: Duration = Duration::from_secs(15);
const LOOK: Duration = Duration::from_millis(20);

/// What all of them heard together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// Snapshots of the sale.
    pub snapshots: u64,
    /// Bytes, heads and chunks included.
    pub bytes: u64,
}

/// Streams that are open.
#[derive(Debug)]
pub struct Watchers {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<anyhow::Result<()>>>,
}

#[derive(Debug)]
struct Shared {
    /// The id of the last snapshot of each.
    last: Vec<Mutex<String>>,
    snapshots: AtomicU64,
    bytes: AtomicU64,
    /// Streams that ended or broke.
    ended: AtomicU64,
    /// Everybody may go.
    done: AtomicBool,
}

impl Shared {
    fn last(&self, stream: usize) -> String {
        self.last
            .get(stream)
            .map(|last| last.lock().unwrap_or_else(PoisonError::into_inner).clone())
            .unwrap_or_default()
    }

    fn heard(&self) -> Heard {
        Heard { snapshots: self.snapshots.load(Ordering::Relaxed), bytes: self.bytes.load(Ordering::Relaxed) }
    }

    /// How many have `wanted` of their last id.
    fn count(&self, wanted: impl Fn(&str) -> bool) -> usize {
        (0..self.last.len()).filter(|&stream| wanted(&self.last(stream))).count()
    }
}

impl Watchers {
    /// Opens `streams` and waits until each has heard what the sale is.
    ///
    /// # Errors
    /// When one cannot be opened.
    pub fn open(target: &Target, sale: Uuid, streams: usize) -> anyhow::Result<Self> {
        crate::limits::allow_open_files(streams)?;
        let shared = Arc::new(Shared {
            last: (0..streams).map(|_| Mutex::default()).collect(),
            snapshots: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            done: AtomicBool::new(false),
        });
        let (tell, told) = mpsc::channel();
        let runtime = super::commands::errands()?;
        let (theirs, target) = (Arc::clone(&shared), target.clone());
        let thread = thread::Builder::new()
            .name("watchers".to_owned())
            .spawn(move || runtime.block_on(watch_all(theirs, target, sale, tell)))?;
        let watchers = Self { shared, thread: Some(thread) };
        let opened = told.recv_timeout(OPENING).context("the streams did not open in time")?;
        opened.map_err(|error: String| anyhow!(error))?;
        let asked = Instant::now();
        while watchers.shared.count(str::is_empty) > 0 {
            ensure!(watchers.ended() == 0, "{} streams ended at once", watchers.ended());
            ensure!(asked.elapsed() < OPENING, "some streams said nothing");
            thread::sleep(LOOK);
        }
        Ok(watchers)
    }

    /// What they have heard so far.
    #[must_use]
    pub fn heard(&self) -> Heard {
        self.shared.heard()
    }

    /// How many streams ended or broke.
    #[must_use]
    pub fn ended(&self) -> u64 {
        self.shared.ended.load(Ordering::Relaxed)
    }

    /// Waits until every stream has heard the snapshot named `id`, the last one.
    ///
    /// # Errors
    /// When some did not, or ended.
    pub fn await_last(&self, id: &str) -> anyhow::Result<()> {
        let asked = Instant::now();
        loop {
            let late = self.shared.count(|last| last != id);
            if late == 0 {
                break;
            }
            if asked.elapsed() > CATCHING_UP {
                let other = (0..self.shared.last.len())
                    .map(|stream| self.shared.last(stream))
                    .find(|last| last != id);
                bail!("{late} streams did not hear {id} but {}", other.unwrap_or_default());
            }
            thread::sleep(LOOK);
        }
        ensure!(self.ended() == 0, "{} streams ended", self.ended());
        Ok(())
    }
}

impl Drop for Watchers {
    fn drop(&mut self) {
        self.shared.done.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _whatever_it_was = thread.join();
        }
    }
}

/// One thread's work: opens all, says so, and reads until everybody may go.
async fn watch_all(
    shared: Arc<Shared>,
    target: Target,
    sale: Uuid,
    tell: mpsc::Sender<Result<(), String>>,
) -> anyhow::Result<()> {
    let request: Arc<[u8]> = format!(
        "GET /api/v1/sales/{sale}/events HTTP/1.1\r\nHost: {}\r\nAccept: text/event-stream\r\n\r\n",
        target.authority()
    )
    .into_bytes()
    .into();
    for stream in 0..shared.last.len() {
        match TcpStream::connect(target.address()).await {
            Ok(connection) => {
                let (shared, request) = (Arc::clone(&shared), Arc::clone(&request));
                tokio::spawn(async move {
                    if let Err(error) = watch(&shared, stream, connection, &request).await {
                        tracing::warn!(%error, stream, "a stream broke");
                    }
                    shared.ended.fetch_add(1, Ordering::Relaxed);
                });
            }
            Err(error) => {
                let _nobody_waits = tell.send(Err(format!("cannot open stream {stream}: {error}")));
                return Ok(());
            }
        }
    }
    let _nobody_waits = tell.send(Ok(()));
    while !shared.done.load(Ordering::Relaxed) {
        tokio::time::sleep(LOOK).await;
    }
    Ok(())
}

/// Reads one stream to its end.
async fn watch(
    shared: &Shared,
    stream: usize,
    mut connection: TcpStream,
    request: &[u8],
) -> anyhow::Result<()> {
    connection.write_all(request).await?;
    let mut reader = EventReader::default();
    while !reader.is_over() {
        connection.readable().await?;
        // Not kept while it waits: thousands do.
        let mut piece = [0; 4_096];
        let length = match connection.try_read(&mut piece) {
            Ok(0) => bail!("the connection was closed in mid-stream"),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
            Err(error) => return Err(error.into()),
        };
        shared.bytes.fetch_add(u64::try_from(length)?, Ordering::Relaxed);
        reader.read(piece.get(..length).unwrap_or_default(), |event| {
            if event.name == "sale" {
                shared.snapshots.fetch_add(1, Ordering::Relaxed);
                if let Some(last) = shared.last.get(stream) {
                    event.id.clone_into(&mut last.lock().unwrap_or_else(PoisonError::into_inner));
                }
            }
        })?;
    }
    Ok(())
}
