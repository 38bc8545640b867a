use std::net::Ipv4Addr;

use chrono::TimeDelta;
use doorbuster_domain::sales::reference;
use futures::FutureExt as _;
use tokio::task::unconstrained;
use tokio::time::advance;

use super::*;
use crate::ambient;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const THERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// A sale that is live now, on a board, and its streams; the test ticks.
struct Stage {
    board: Board,
    watchers: Watchers,
    sale: Sale,
}

impl Stage {
    fn open(limits: StreamLimits) -> Self {
        let now = ambient::now();
        let sale = Sale {
            starts_at: now - TimeDelta::hours(1),
            ends_at: now + TimeDelta::hours(1),
            ..reference::sale()
        };
        let board = Board::default();
        board.show(sale.clone());
        Self { board, watchers: Watchers::new(limits), sale }
    }

    fn watch(&self, address: IpAddr, known: Option<&str>) -> Result<SaleStream, WatchError> {
        let sale = self.board.entry(self.sale.id).unwrap().sale();
        let snapshot = Snapshot::take(sale, self.board.now());
        self.watchers.open(snapshot, address, known).map(|(stream, _)| stream)
    }

    /// One more thing happens to the sale.
    fn change(&mut self, change: impl FnOnce(&mut Sale)) {
        self.sale.seq += 1;
        change(&mut self.sale);
        self.board.show(self.sale.clone());
    }

    async fn tick(&self) -> bool {
        advance(Watch::TICK).await;
        (0..GROUPS).all(|step| self.watchers.step(&self.board, step))
    }
}

/// What a stream says now, in short; empty when it has to be waited for.
fn heard(stream: &mut SaleStream) -> String {
    // A test asks more often than a task may.
    match unconstrained(stream.next()).now_or_never() {
        None => String::new(),
        Some(None) => "nothing more".to_owned(),
        Some(Some(SaleNews::Snapshot(snapshot))) => format!("{} left", snapshot.sale.remaining),
        Some(Some(SaleNews::KeepAlive)) => "still there".to_owned(),
        Some(Some(SaleNews::Over)) => "over".to_owned(),
        Some(Some(SaleNews::Closing)) => "closing".to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn everybody_hears_the_latest_and_only_that() {
    let mut stage = Stage::open(StreamLimits::default());
    let (mut quick, mut slow) = (stage.watch(HERE, None).unwrap(), stage.watch(HERE, None).unwrap());
    let begin = format!("{} left", stage.sale.remaining);
    assert_eq!((heard(&mut quick), heard(&mut slow)), (begin.clone(), begin));
    stage.tick().await;
    assert_eq!(heard(&mut quick), "");
    for left in [9, 8, 7] {
        stage.change(|sale| sale.remaining = left);
        stage.tick().await;
        assert_eq!(heard(&mut quick), format!("{left} left"));
        assert_eq!(heard(&mut quick), "");
    }
    assert_eq!(heard(&mut slow), "7 left");
    assert_eq!(heard(&mut slow), "");
}

#[tokio::test(start_paused = true)]
async fn who_comes_back_hears_only_what_is_new() {
    let mut stage = Stage::open(StreamLimits::default());
    let mut first = stage.watch(HERE, None).unwrap();
    let Some(Some(SaleNews::Snapshot(snapshot))) = first.next().now_or_never() else { panic!("no greeting") };
    let known = snapshot.id.to_string();
    let mut again = stage.watch(HERE, Some(&known)).unwrap();
    assert_eq!(heard(&mut again), "");
    stage.change(|sale| sale.remaining = 4);
    // Somebody new hears it before the tick, and does not hear it twice.
    let mut new = stage.watch(HERE, None).unwrap();
    assert_eq!(heard(&mut new), "4 left");
    let mut missed = stage.watch(HERE, Some(&known)).unwrap();
    assert_eq!(heard(&mut missed), "4 left");
    stage.tick().await;
    assert_eq!(heard(&mut again), "4 left");
    assert_eq!(heard(&mut first), "4 left");
    assert_ne!(heard(&mut new), "4 left");
}

#[tokio::test(start_paused = true)]
async fn silence_is_broken_by_signs_of_life() {
    let stage = Stage::open(StreamLimits::default());
    let mut stream = stage.watch(HERE, None).unwrap();
    heard(&mut stream);
    let mut signs = Vec::new();
    for _ in 0..(Watch::SILENCE.as_millis() * 2 / Watch::TICK.as_millis()) {
        stage.tick().await;
        signs.push(heard(&mut stream));
    }
    signs.retain(|sign| !sign.is_empty());
    assert_eq!(signs, ["still there", "still there"]);
}

#[tokio::test(start_paused = true)]
async fn the_last_snapshot_comes_before_the_end() {
    let mut stage = Stage::open(StreamLimits::default());
    let mut stream = stage.watch(HERE, None).unwrap();
    heard(&mut stream);
    stage.change(|sale| sale.cancelled = true);
    stage.tick().await;
    assert_ne!(heard(&mut stream), "");
    stage.change(|sale| (sale.settled, sale.remaining) = (true, 0));
    // Even if nobody listened in between.
    stage.tick().await;
    stage.tick().await;
    assert_eq!(
        ["0 left", "over", "nothing more"].map(|_| heard(&mut stream)),
        ["0 left", "over", "nothing more"]
    );
    assert!(!stage.tick().await, "nobody watches any more");
    // Who comes later hears the same.
    let mut late = stage.watch(HERE, None).unwrap();
    assert_eq!([0; 3].map(|_| heard(&mut late)), ["0 left", "over", "nothing more"]);
}

#[tokio::test(start_paused = true)]
async fn limits_are_kept_and_seats_given_back() {
    let stage = Stage::open(StreamLimits { process: 3, address: 2 });
    let (one, two) = (stage.watch(HERE, None).unwrap(), stage.watch(HERE, None).unwrap());
    assert!(matches!(stage.watch(HERE, None), Err(WatchError::TooMany)));
    let three = stage.watch(THERE, None).unwrap();
    assert!(matches!(stage.watch(THERE, None), Err(WatchError::Full)));
    drop(one);
    let four = stage.watch(HERE, None).unwrap();
    assert!(stage.tick().await);
    drop((two, three, four));
    assert!(!stage.tick().await, "the ticking ends with the last stream");
    let state = stage.watchers.shared.lock();
    assert!(state.open == 0 && state.addresses.is_empty() && state.sales.is_empty());
}

/// However many watch, few are woken at once, and all of them within a tick.
#[tokio::test(start_paused = true)]
async fn a_crowd_is_told_in_groups() {
    let limits = StreamLimits { process: 5_000, address: 5_000 };
    let mut stage = Stage::open(limits);
    let mut streams: Vec<SaleStream> = (0..5_000).map(|_| stage.watch(HERE, None).unwrap()).collect();
    assert!(streams.iter_mut().all(|stream| heard(stream) == format!("{} left", stage.sale.remaining)));
    stage.change(|sale| (sale.remaining, sale.paused) = (3, true));
    let mut told = Vec::new();
    for step in 0..GROUPS {
        advance(STEP).await;
        stage.watchers.step(&stage.board, step);
        told.push(
            streams
                .iter_mut()
                .filter_map(|stream| Some(heard(stream)).filter(|news| news == "3 left"))
                .count(),
        );
    }
    assert_eq!(told, [500; GROUPS]);
    assert_eq!(STEP * u32::try_from(GROUPS).unwrap(), Watch::TICK);
}

#[tokio::test(start_paused = true)]
async fn closing_ends_every_stream_and_admits_none() {
    let mut stage = Stage::open(StreamLimits::default());
    let mut stream = stage.watch(HERE, None).unwrap();
    let mut unheard = stage.watch(HERE, None).unwrap();
    heard(&mut stream);
    stage.change(|sale| sale.remaining = 1);
    stage.watchers.close();
    assert_eq!([0; 2].map(|_| heard(&mut stream)), ["closing", "nothing more"]);
    heard(&mut unheard);
    assert_eq!([0; 2].map(|_| heard(&mut unheard)), ["closing", "nothing more"]);
    assert!(matches!(stage.watch(HERE, None), Err(WatchError::Closing)));
    assert!(!stage.tick().await);
}

#[tokio::test(start_paused = true)]
async fn a_snapshot_is_rendered_once_for_all() {
    let stage = Stage::open(StreamLimits::default());
    let mut streams: Vec<SaleStream> = (0..3).map(|_| stage.watch(HERE, None).unwrap()).collect();
    let mut rendered = 0;
    let mut frames = Vec::new();
    for stream in &mut streams {
        let Some(Some(SaleNews::Snapshot(snapshot))) = stream.next().now_or_never() else {
            panic!("no greeting")
        };
        frames.push(snapshot.frame(|_| {
            rendered += 1;
            Bytes::from(vec![b'x'; 100])
        }));
    }
    assert_eq!(rendered, 1);
    assert!(frames.windows(2).all(|two| two[0].as_ptr() == two[1].as_ptr()));
}
