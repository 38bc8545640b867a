//! A replica that is none: it registers like one, and tells what nginx sent it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use doorbuster_gateways::redis::Redis;
use doorbuster_gateways::registry::{self, HEARTBEAT, Replica};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::interval;

/// Heads and bodies of what arrived, in that order.
pub type Witnessed = Arc<Mutex<Vec<String>>>;

/// Answers GET, and closes the connection on everything else without a word, as a process does that dies with a purchase
/// in its hands.
#[derive(Debug)]
pub struct Witness {
    address: SocketAddr,
    seen: Witnessed,
    tasks: Vec<JoinHandle<()>>,
}

impl Witness {
    /// Starts to listen, and registers.
    ///
    /// # Errors
    /// When the system has no port.
    pub async fn start(redis: Redis) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let seen = Witnessed::default();
        let replica = Replica { address, id: format!("witness-{}", address.port()), version: "0".to_owned() };
        let announcing = tokio::spawn(async move {
            let mut beats = interval(HEARTBEAT);
            loop {
                beats.tick().await;
                // Said again in a second.
                let _unheard = registry::announce(&redis, &replica).await;
            }
        });
        let serving = tokio::spawn(serve(listener, Arc::clone(&seen)));
        Ok(Self { address, seen, tasks: vec![announcing, serving] })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every request so far.
    #[must_use]
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn serve(listener: TcpListener, seen: Witnessed) {
    // Ends with this task: a process that is gone keeps no connection either.
    let mut conversations = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let seen = Arc::clone(&seen);
        conversations.spawn(async move {
            // Whatever goes wrong is what nginx has to live with.
            let _closed = converse(stream, &seen).await;
        });
    }
}

async fn converse(mut stream: TcpStream, seen: &Witnessed) -> anyhow::Result<()> {
    loop {
        let request = receive(&mut stream).await?;
        let is_get = request.starts_with("GET ");
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        if !is_get {
            return Ok(());
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n").await?;
    }
}

/// One whole request.
async fn receive(stream: &mut TcpStream) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    loop {
        let count = stream.read_buf(&mut bytes).await?;
        anyhow::ensure!(count > 0, "closed");
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
        let length: usize = length.map_or(Ok(0), str::parse).context("a length")?;
        if body.len() >= length {
            return Ok(text.into_owned());
        }
    }
}
