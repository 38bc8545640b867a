//! One connection through the proxy.

use std::sync::Mutex;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, split};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::stream::Stream;
use super::{Direction, Shared, lock};

/// Read at once.
const CHUNK: usize = 16 * 1024;
/// Chunks that may be under way in one direction while they are delayed.
const UNDER_WAY: usize = 1_024;
/// A reset overtakes bytes that its receiver has not read: the first part of a message gets this start.
const HEAD_START: Duration = Duration::from_millis(5);

/// What becomes of the next bytes in one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fate {
    #[default]
    Pass,
    /// So many bytes pass, then the connection is reset.
    CutAfter(usize),
}

/// One connection, as far as others may meddle with it.
#[derive(Debug)]
pub(super) struct Link {
    cut: watch::Sender<bool>,
    to_server: Mutex<Fate>,
    to_client: Mutex<Fate>,
}

impl Default for Link {
    fn default() -> Self {
        Self { cut: watch::Sender::new(false), to_server: Mutex::default(), to_client: Mutex::default() }
    }
}

impl Link {
    pub(super) fn cut(&self) {
        self.cut.send_replace(true);
    }

    pub(super) fn decide(&self, direction: Direction, fate: Fate) {
        *lock(self.fate(direction)) = fate;
    }

    pub(super) fn spare(&self) {
        for direction in [Direction::ToServer, Direction::ToClient] {
            self.decide(direction, Fate::Pass);
        }
    }

    fn fate(&self, direction: Direction) -> &Mutex<Fate> {
        match direction {
            Direction::ToServer => &self.to_server,
            Direction::ToClient => &self.to_client,
        }
    }

    /// Passes bytes both ways until both sides have ended or somebody cuts.
    pub(super) async fn run(&self, mut client: Stream, mut server: Stream, shared: &Shared) {
        let mut cut = self.cut.subscribe();
        let is_cut = {
            let (from_client, to_client) = split(&mut client);
            let (from_server, to_server) = split(&mut server);
            let passing = async {
                tokio::join!(
                    self.pump(Direction::ToServer, from_client, to_server, shared),
                    self.pump(Direction::ToClient, from_server, to_client, shared),
                );
            };
            tokio::select! {
                () = passing => false,
                // The sender lives as long as we do.
                _ = cut.wait_for(|cut| *cut) => true,
            }
        };
        if is_cut {
            client.reset();
            server.reset();
        }
    }

    /// Passes bytes one way. An end is passed on after everything before it; a receiver that is gone ends it too.
    async fn pump(
        &self,
        direction: Direction,
        mut from: impl AsyncRead + Unpin,
        mut to: impl AsyncWrite + Unpin,
        shared: &Shared,
    ) {
        let (queue, mut chunks) = mpsc::channel::<(Instant, Vec<u8>)>(UNDER_WAY);
        let reading = async move {
            let mut buffer = vec![0; CHUNK];
            while let Ok(length @ 1..) = from.read(&mut buffer).await {
                let chunk = buffer.get(..length).unwrap_or_default().to_vec();
                if queue.send((Instant::now() + shared.delay(direction), chunk)).await.is_err() {
                    break;
                }
            }
        };
        let writing = async {
            while let Some((due, chunk)) = chunks.recv().await {
                // A timer ticks in milliseconds, so bytes that are not delayed go without one.
                if due > Instant::now() {
                    sleep_until(due).await;
                }
                if self.deliver(direction, &chunk, &mut to).await.is_err() {
                    return;
                }
            }
            let _gone = to.shutdown().await;
        };
        let (mut reading, mut writing) = (std::pin::pin!(reading), std::pin::pin!(writing));
        tokio::select! {
            () = &mut reading => writing.await,
            () = &mut writing => {}
        }
    }

    async fn deliver(
        &self,
        direction: Direction,
        chunk: &[u8],
        to: &mut (impl AsyncWrite + Unpin),
    ) -> std::io::Result<()> {
        let allowed = {
            let mut fate = lock(self.fate(direction));
            match &mut *fate {
                Fate::Pass => chunk.len(),
                Fate::CutAfter(bytes) => {
                    let allowed = chunk.len().min(*bytes);
                    *bytes -= allowed;
                    allowed
                }
            }
        };
        to.write_all(chunk.get(..allowed).unwrap_or_default()).await?;
        to.flush().await?;
        if allowed < chunk.len() {
            if allowed > 0 {
                sleep(HEAD_START).await;
            }
            self.cut();
        }
        Ok(())
    }
}
