#[cfg(test)]
mod tests;

use std::collections::{HashMap, hash_map};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use doorbuster_domain::SaleId;
use doorbuster_domain::sales::{Sale, SnapshotId, Turn, Watch};
use doorbuster_persistence::Error;
use tokio::sync::watch::{Receiver, Sender, channel};
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::Board;
use crate::Engine;

/// Groups of a sale's streams, each of which is told in its own part of a round.
const GROUPS: usize = 10;
/// A new group begins when the others have so many streams.
const GROUP: usize = 100;
/// From one group to the next: a round takes as long as a tick.
const STEP: Duration = Duration::from_millis(25);

/// How many streams may be open at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamLimits {
    /// In this process. Each takes a descriptor, and those who buy need some too.
    pub process: usize,
    /// From one address. Many people may share one.
    pub address: usize,
}

impl Default for StreamLimits {
    fn default() -> Self {
        Self { process: 20_000, address: 200 }
    }
}

/// Why somebody may not watch a sale.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// There is no such sale.
    #[error("there is no such sale")]
    Unknown,
    /// So many watch in this process that no stream is left.
    #[error("no stream is left")]
    Full,
    /// So many watch from this address.
    #[error("this address has too many streams")]
    TooMany,
    /// The process is about to end.
    #[error("the process is about to end")]
    Closing,
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// A sale as it was at one moment, and what is sent of it.
pub struct Snapshot {
    /// Names it.
    pub id: SnapshotId,
    /// The sale.
    pub sale: Arc<Sale>,
    /// PostgreSQL's time when it was looked at.
    pub at: DateTime<Utc>,
    frame: OnceLock<Bytes>,
}

impl Snapshot {
    fn take(sale: Arc<Sale>, at: DateTime<Utc>) -> Arc<Self> {
        Arc::new(Self { id: SnapshotId::of(&sale, at), sale, at, frame: OnceLock::new() })
    }

    /// The bytes to send, made by the first who needs them and shared by all others: pass the same `render` always.
    pub fn frame(&self, render: impl FnOnce(&Self) -> Bytes) -> Bytes {
        self.frame.get_or_init(|| render(self)).clone()
    }
}

/// What a stream says next.
pub enum SaleNews {
    /// What the sale is.
    Snapshot(Arc<Snapshot>),
    /// Nothing new, but the line is open.
    KeepAlive,
    /// The sale is over: the last snapshot was the last there will be.
    Over,
    /// The process is about to end. Others go on.
    Closing,
}

/// Why a stream ends.
#[derive(Clone, Copy)]
enum End {
    Over,
    Closing,
}

/// What all streams of a sale share.
#[derive(Clone)]
struct Latest {
    snapshot: Arc<Snapshot>,
    end: Option<End>,
}

impl Latest {
    /// Who comes now is greeted with `found`, unless what is there is newer, or the same and its time still right.
    fn greet_with(&mut self, found: Arc<Snapshot>) {
        let there = &self.snapshot;
        let age = (found.at - there.at).to_std().unwrap_or_default();
        let better = found.sale.revision() > there.sale.revision()
            || found.sale.revision() == there.sale.revision() && (found.id != there.id || age >= Watch::TICK);
        if better {
            self.snapshot = found;
        }
    }
}

/// One who watches a sale. However slowly the news are taken, none queue up: the next one is always the latest.
pub struct SaleStream {
    latest: Receiver<Latest>,
    told: Option<SnapshotId>,
    ended: bool,
    _seat: Seat,
}

impl SaleStream {
    fn new(latest: Receiver<Latest>, known: Option<&str>, seat: Seat) -> Self {
        let first = latest.borrow().snapshot.id;
        let told = known.filter(|known| *known == first.to_string()).map(|_| first);
        Self { latest, told, ended: false, _seat: seat }
    }

    /// Waits for what is to be said next; none after the end.
    pub async fn next(&mut self) -> Option<SaleNews> {
        if self.ended {
            return None;
        }
        if self.told.is_none() {
            return self.news();
        }
        if self.latest.changed().await.is_err() {
            self.ended = true;
            return Some(SaleNews::Closing);
        }
        Some(self.news().unwrap_or(SaleNews::KeepAlive))
    }

    /// What is there to be told: first what the sale is, then why the stream ends.
    fn news(&mut self) -> Option<SaleNews> {
        let Latest { snapshot, end } = self.latest.borrow_and_update().clone();
        if self.told != Some(snapshot.id) {
            self.told = Some(snapshot.id);
            if end.is_some() {
                // To be looked at once more.
                self.latest.mark_changed();
            }
            metrics::counter!("doorbuster_sale_snapshots_sent_total").increment(1);
            return Some(SaleNews::Snapshot(snapshot));
        }
        let end = end?;
        self.ended = true;
        Some(match end {
            End::Over => SaleNews::Over,
            End::Closing => SaleNews::Closing,
        })
    }
}

/// All streams of this process.
pub(crate) struct Watchers {
    shared: Arc<Shared>,
    started: Instant,
}

struct Shared {
    limits: StreamLimits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    sales: HashMap<SaleId, Watched>,
    addresses: HashMap<IpAddr, usize>,
    open: usize,
    /// A task looks at the watched sales.
    ticking: bool,
    closed: bool,
}

/// A sale that somebody watches. Its streams are told in groups, one after the other: thousands at once would keep the
/// processors from those who buy for as long as it takes.
struct Watched {
    watch: Watch,
    latest: Latest,
    /// Whether there is anything to tell in this round.
    news: bool,
    groups: Vec<Sender<Latest>>,
}

impl Watched {
    fn new(snapshot: Arc<Snapshot>, now: Duration) -> Self {
        let watch = Watch::new(snapshot.id, now);
        Self { watch, latest: Latest { snapshot, end: None }, news: false, groups: Vec::new() }
    }

    /// A place in the first group that has one, greeted with the latest.
    fn join(&mut self) -> Receiver<Latest> {
        let space = self.groups.iter().find(|group| group.receiver_count() < GROUP);
        let smallest = || self.groups.iter().min_by_key(|group| group.receiver_count());
        let found = if self.groups.len() < GROUPS { space } else { space.or_else(smallest) };
        if let Some(group) = found {
            // Those who are there already hear of it in their turn.
            group.send_if_modified(|latest| {
                latest.clone_from(&self.latest);
                false
            });
            return group.subscribe();
        }
        let (sender, receiver) = channel(self.latest.clone());
        self.groups.push(sender);
        receiver
    }

    fn is_left(&self) -> bool {
        self.groups.iter().all(|group| group.receiver_count() == 0)
    }

    /// Looks at the sale and notes what is to be told in this round.
    fn look(&mut self, board: &Board, id: SaleId, at: DateTime<Utc>, now: Duration, streams: usize) {
        let Some(entry) = board.entry(id) else {
            (self.latest.end, self.news) = (Some(End::Over), true);
            return;
        };
        let sale = entry.sale();
        let turn = self.watch.look(SnapshotId::of(&sale, at), sale.settled, now, streams);
        match turn {
            Turn::Wait | Turn::KeepAlive => {}
            Turn::Tell => self.latest.snapshot = Snapshot::take(sale, at),
            Turn::End => self.latest.end = Some(End::Over),
        }
        self.news = turn != Turn::Wait;
    }

    /// Tells a group what there is to tell.
    fn tell(&self, group: usize) {
        if let Some(group) = self.groups.get(group).filter(|_| self.news) {
            group.send_replace(self.latest.clone());
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to one stream, given back when it is dropped.
struct Seat {
    shared: Arc<Shared>,
    address: IpAddr,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.open -= 1;
        if let hash_map::Entry::Occupied(mut seats) = state.addresses.entry(self.address) {
            *seats.get_mut() -= 1;
            if *seats.get() == 0 {
                seats.remove();
            }
        }
        metrics::gauge!("doorbuster_sale_streams").decrement(1);
    }
}

impl Watchers {
    pub(crate) fn new(limits: StreamLimits) -> Self {
        Self { shared: Arc::new(Shared { limits, state: Mutex::default() }), started: Instant::now() }
    }

    /// Ends all streams and admits none any more.
    pub(crate) fn close(&self) {
        let mut state = self.shared.lock();
        state.closed = true;
        for group in state.sales.drain().flat_map(|(_, watched)| watched.groups) {
            group.send_modify(|latest| latest.end = Some(End::Closing));
        }
    }

    /// Opens a stream that begins with `snapshot` or a newer one, or after it when it is `known`. Says too whether
    /// somebody has to start ticking.
    fn open(
        &self,
        snapshot: Arc<Snapshot>,
        address: IpAddr,
        known: Option<&str>,
    ) -> Result<(SaleStream, bool), WatchError> {
        let mut state = self.shared.lock();
        let seat = self.seat(&mut state, address)?;
        if snapshot.sale.settled {
            let (_, latest) = channel(Latest { snapshot, end: Some(End::Over) });
            return Ok((SaleStream::new(latest, known, seat), false));
        }
        let latest = match state.sales.entry(snapshot.sale.id) {
            hash_map::Entry::Occupied(mut watched) => {
                watched.get_mut().latest.greet_with(snapshot);
                watched.get_mut().join()
            }
            hash_map::Entry::Vacant(place) => {
                place.insert(Watched::new(snapshot, self.started.elapsed())).join()
            }
        };
        let idle = !std::mem::replace(&mut state.ticking, true);
        Ok((SaleStream::new(latest, known, seat), idle))
    }

    fn seat(&self, state: &mut State, address: IpAddr) -> Result<Seat, WatchError> {
        let StreamLimits { process, address: most } = self.shared.limits;
        if state.closed {
            return Err(WatchError::Closing);
        }
        if state.open >= process {
            return Err(WatchError::Full);
        }
        let seats = state.addresses.entry(address).or_default();
        if *seats >= most {
            return Err(WatchError::TooMany);
        }
        *seats += 1;
        state.open += 1;
        metrics::gauge!("doorbuster_sale_streams").increment(1);
        Ok(Seat { shared: Arc::clone(&self.shared), address })
    }

    /// Tells one group of each watched sale what there is to tell. The first step of a round looks at the sales. Returns
    /// whether anybody still watches.
    fn step(&self, board: &Board, step: usize) -> bool {
        let (at, now) = (board.now(), self.started.elapsed());
        let mut state = self.shared.lock();
        if step == 0 {
            // Whose end was told in the last round is done with.
            state.sales.retain(|_, watched| watched.latest.end.is_none() && !watched.is_left());
            let streams = state.open;
            for (id, watched) in &mut state.sales {
                watched.look(board, *id, at, now, streams);
            }
        }
        for watched in state.sales.values() {
            watched.tell(step);
        }
        state.ticking = !state.sales.is_empty();
        state.ticking
    }
}

/// Lets somebody at `address` watch a sale. `known` is the id of the snapshot that was received last, if any. Returns
/// none when the sale is over and that was the end of it.
///
/// # Errors
/// [`WatchError`].
pub async fn watch(
    engine: &Arc<Engine>,
    id: SaleId,
    address: IpAddr,
    known: Option<&str>,
) -> Result<Option<SaleStream>, WatchError> {
    let entry = match engine.board.entry(id) {
        Some(entry) => entry,
        None => Box::pin(engine.board.fetch(&engine.database, id)).await?.ok_or(WatchError::Unknown)?,
    };
    let snapshot = Snapshot::take(entry.sale(), engine.board.now());
    if snapshot.sale.settled && known.is_some_and(|known| known == snapshot.id.to_string()) {
        return Ok(None);
    }
    let (stream, idle) = engine.watchers.open(snapshot, address, known)?;
    if idle {
        engine.tasks.spawn(tell(Arc::clone(engine)));
    }
    Ok(Some(stream))
}

/// Looks after the streams from the first to the last.
async fn tell(engine: Arc<Engine>) {
    let mut ticks = interval(STEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for step in (0..GROUPS).cycle() {
        ticks.tick().await;
        if !engine.watchers.step(&engine.board, step) {
            return;
        }
    }
}
