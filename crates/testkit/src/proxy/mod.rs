//! A proxy that breaks connections on demand: between the shop and PostgreSQL, or between customers and the shop.
//!
//! It passes bytes and knows nothing about protocols. A test tells it to delay, cut, swallow or refuse while traffic
//! flows; everything else stays as it is.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use std::time::Duration;
//!
//! use doorbuster_testkit::proxy::{Address, Direction, Proxy};
//!
//! let proxy = Proxy::start(&Address::loopback(), Address::Unix("/run/postgresql/.s.PGSQL.5432".into())).await?;
//! // … connect to `proxy.address()`, send, receive …
//! proxy.delay(Direction::ToServer, Duration::from_millis(50));
//! proxy.swallow(Direction::ToClient); // the next answer is lost, its connection with it
//! # Ok(())
//! # }
//! ```

mod link;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::sleep;

use self::link::{Fate, Link};
use self::stream::{Listener, Stream};

/// Where somebody listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A TCP port.
    Tcp(SocketAddr),
    /// A socket in the file system.
    Unix(PathBuf),
}

impl Address {
    /// A free TCP port of this machine.
    #[must_use]
    pub fn loopback() -> Self {
        Self::Tcp((Ipv4Addr::LOCALHOST, 0).into())
    }
}

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Requests.
    ToServer,
    /// Answers.
    ToClient,
}

/// A running proxy. Dropping it closes its port and resets every connection.
#[derive(Debug)]
pub struct Proxy {
    address: Address,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

/// What all connections of one proxy look at.
#[derive(Debug)]
struct Shared {
    upstream: Mutex<Address>,
    refusing: AtomicBool,
    /// Microseconds.
    to_server: AtomicU64,
    to_client: AtomicU64,
    links: Mutex<Links>,
}

#[derive(Debug, Default)]
struct Links {
    alive: HashMap<u64, Arc<Link>>,
    next: u64,
}

impl Proxy {
    /// Listens on `listen` (TCP port 0 takes a free one) and passes everything to `upstream`.
    ///
    /// # Errors
    /// When the address is not to be had.
    pub async fn start(listen: &Address, upstream: Address) -> io::Result<Self> {
        let listener = Listener::bind(listen).await?;
        let address = listener.address(listen)?;
        let shared = Arc::new(Shared {
            upstream: Mutex::new(upstream),
            refusing: AtomicBool::new(false),
            to_server: AtomicU64::new(0),
            to_client: AtomicU64::new(0),
            links: Mutex::default(),
        });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, accepting })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Passes connections from now on to another address. Those that are open stay where they are.
    pub fn set_upstream(&self, upstream: Address) {
        *lock(&self.shared.upstream) = upstream;
    }

    /// Bytes that come in from now on take so much longer in this direction. What is under way is delivered as it was
    /// promised, also after its sender has gone: that is how a network behaves.
    pub fn delay(&self, direction: Direction, delay: Duration) {
        let micros = u64::try_from(delay.as_micros()).unwrap_or(u64::MAX);
        self.shared.delay_of(direction).store(micros, Ordering::Relaxed);
    }

    /// Whether new connections are closed at once.
    pub fn refuse(&self, refusing: bool) {
        self.shared.refusing.store(refusing, Ordering::Relaxed);
    }

    /// Resets every connection now; what was under way is lost. Returns how many there were.
    pub fn cut(&self) -> usize {
        self.each(Link::cut)
    }

    /// Lets every open connection pass `bytes` further bytes in this direction, then resets it: in the middle of a
    /// message, most likely. Returns how many connections there are.
    pub fn cut_after(&self, direction: Direction, bytes: usize) -> usize {
        self.each(|link| link.decide(direction, Fate::CutAfter(bytes)))
    }

    /// Loses the next bytes of every open connection in this direction, and the connection with them. What the other
    /// side did before it answered stays done. Returns how many connections there are.
    pub fn swallow(&self, direction: Direction) -> usize {
        self.cut_after(direction, 0)
    }

    /// Takes back what [`Proxy::cut_after`] and [`Proxy::swallow`] have ordered, for connections that it did not meet.
    pub fn spare(&self) {
        self.each(Link::spare);
    }

    /// How many connections are open.
    #[must_use]
    pub fn connections(&self) -> usize {
        lock(&self.shared.links).alive.len()
    }

    fn each(&self, act: impl Fn(&Link)) -> usize {
        let links = lock(&self.shared.links);
        for link in links.alive.values() {
            act(link);
        }
        links.alive.len()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.cut();
        if let Address::Unix(path) = &self.address {
            let _gone = std::fs::remove_file(path);
        }
    }
}

impl Shared {
    fn delay_of(&self, direction: Direction) -> &AtomicU64 {
        match direction {
            Direction::ToServer => &self.to_server,
            Direction::ToClient => &self.to_client,
        }
    }

    fn delay(&self, direction: Direction) -> Duration {
        Duration::from_micros(self.delay_of(direction).load(Ordering::Relaxed))
    }

    fn enter(&self, link: &Arc<Link>) -> u64 {
        let mut links = lock(&self.links);
        let number = links.next;
        links.next += 1;
        links.alive.insert(number, Arc::clone(link));
        number
    }

    fn leave(&self, number: u64) {
        lock(&self.links).alive.remove(&number);
    }
}

async fn accept(listener: Listener, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok(client) => {
                tokio::spawn(serve(client, Arc::clone(&shared)));
            }
            // Out of files, most likely: connections that end make room.
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn serve(client: Stream, shared: Arc<Shared>) {
    if shared.refusing.load(Ordering::Relaxed) {
        return client.reset();
    }
    let link = Arc::new(Link::default());
    let number = shared.enter(&link);
    let upstream = lock(&shared.upstream).clone();
    match Stream::connect(&upstream).await {
        Ok(server) => link.run(client, server, &shared).await,
        Err(_) => client.reset(),
    }
    shared.leave(number);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
