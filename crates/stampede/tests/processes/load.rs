//! Loads against a server that does exactly what it is told, good or bad.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use doorbuster_stampede::client::{Lost, Target};
use doorbuster_stampede::load::{Load, Pace, Tally, run};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::purchases;

/// What the server does with one request.
#[derive(Clone, Copy)]
enum Act {
    Answer(&'static str),
    AnswerAndClose(&'static str),
    HangUp,
    Stall,
}

const SOLD: &str =
    "HTTP/1.1 201 Created\r\nContent-Length: 45\r\n\r\n{\"id\":\"0193a5e4-7d1c-7b1e-8d3f-5a6b7c8d9e0f\"}";
const SOLD_AND_CLOSED: &str = "HTTP/1.1 201 Created\r\nContent-Length: 45\r\nConnection: close\r\n\r\n\
    {\"id\":\"0193a5e4-7d1c-7b1e-8d3f-5a6b7c8d9e0f\"}";
const BUSY: &str =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 15\r\n\r\n{\"code\":\"busy\"}";

/// A server whose acts depend on how often a request was seen before: by its key, or its token when it has none.
struct Scripted {
    target: Target,
    seen: Arc<Mutex<HashMap<String, usize>>>,
    _runtime: Runtime,
}

impl Scripted {
    fn start(script: &'static [Act]) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let target = Target::of(listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(HashMap::new()));
        let counts = Arc::clone(&seen);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, script, Arc::clone(&counts)));
            }
        });
        Self { target, seen, _runtime: runtime }
    }

    fn load(&self, requests: usize) -> Load {
        let tokens = (0..requests).map(|number| format!("t{number}").into()).collect();
        purchases(&self.target, Uuid::nil(), tokens)
    }

    /// How many requests came, and how many different ones.
    fn requests(&self) -> (usize, usize) {
        let seen = self.seen.lock().unwrap();
        (seen.values().sum(), seen.len())
    }
}

async fn converse(mut stream: TcpStream, script: &[Act], counts: Arc<Mutex<HashMap<String, usize>>>) {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        while !text.ends_with('}') {
            match stream.read(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(count) => text.push_str(std::str::from_utf8(&buffer[..count]).unwrap()),
            }
        }
        let field = |name| text.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        let name = field("Idempotency-Key: ").or_else(|| field("Authorization: ")).unwrap();
        text.clear();
        let act = {
            let mut counts = counts.lock().unwrap();
            let count = counts.entry(name).or_default();
            *count += 1;
            script[(*count - 1).min(script.len() - 1)]
        };
        match act {
            Act::Answer(answer) => stream.write_all(answer.as_bytes()).await.unwrap(),
            Act::AnswerAndClose(answer) => return stream.write_all(answer.as_bytes()).await.unwrap(),
            Act::HangUp => return,
            Act::Stall => tokio::time::sleep(Duration::from_secs(60)).await,
        }
    }
}

fn closed(load: &Load) -> Tally {
    run(load, Pace::Closed { at_most: None }).unwrap()
}

#[test]
fn every_request_is_sent_and_counted_once() {
    let server = Scripted::start(&[Act::Answer(SOLD)]);
    let tally = closed(&server.load(100));
    assert_eq!((tally.status(201), tally.answered(), tally.reopened), (100, 100, 0));
    assert_eq!((tally.orders.len(), tally.nameless), (100, 0));
    assert_eq!(tally.latency.len(), 100);
    assert_eq!(server.requests(), (100, 100));
}

#[test]
fn a_server_that_closes_is_connected_to_again() {
    for script in [&[Act::AnswerAndClose(SOLD_AND_CLOSED)], &[Act::AnswerAndClose(SOLD)]] {
        let server = Scripted::start(script);
        // Without an announcement the end may show only when the next request is under way; with a key it is sent again.
        let tally = closed(&Load { keys: true, retries: 3, ..server.load(50) });
        assert_eq!((tally.status(201), tally.unanswered()), (50, 0));
        assert!(tally.reopened >= 42, "{}", tally.reopened);
    }
}

#[test]
fn a_busy_server_is_asked_again_as_often_as_allowed() {
    const SCRIPT: &[Act] = &[Act::Answer(BUSY), Act::Answer(BUSY), Act::Answer(SOLD)];
    let patient = Scripted::start(SCRIPT);
    let tally = closed(&Load { retries: 2, ..patient.load(20) });
    assert_eq!((tally.status(201), tally.status(503), tally.retried), (20, 0, 40));
    let hasty = Scripted::start(SCRIPT);
    let tally = closed(&Load { retries: 1, ..hasty.load(20) });
    assert_eq!((tally.status(201), tally.code(503, "busy"), tally.retried), (0, 20, 20));
}

#[test]
fn a_lost_answer_is_asked_for_again_only_under_its_key() {
    const SCRIPT: &[Act] = &[Act::HangUp, Act::Answer(SOLD)];
    let keyed = Scripted::start(SCRIPT);
    let tally = closed(&Load { keys: true, retries: 3, ..keyed.load(20) });
    assert_eq!((tally.status(201), tally.unanswered()), (20, 0));
    assert_eq!(keyed.requests(), (40, 20), "the same key each time");
    let keyless = Scripted::start(SCRIPT);
    let tally = closed(&Load { retries: 3, ..keyless.load(20) });
    assert_eq!((tally.status(201), tally.lost.as_slice()), (0, &[(Lost::Closed, 20)][..]));
}

#[test]
fn a_stall_is_an_answer_that_did_not_come() {
    let server = Scripted::start(&[Act::Stall]);
    let tally = closed(&Load { timeout: Duration::from_millis(50), ..server.load(8) });
    assert_eq!(tally.lost, [(Lost::TimedOut, 8)]);
}

#[test]
fn nonsense_is_not_taken_for_an_answer() {
    let server = Scripted::start(&[Act::Answer("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}more")]);
    let tally = closed(&server.load(8));
    assert!(matches!(tally.lost.as_slice(), [(Lost::Malformed(_), 8)]), "{:?}", tally.lost);
}

#[test]
fn a_fixed_rate_is_kept() {
    let server = Scripted::start(&[Act::Answer(SOLD)]);
    let started = Instant::now();
    let tally = run(&server.load(200), Pace::Open { rate: 1_000.try_into().unwrap() }).unwrap();
    assert_eq!(tally.status(201), 200);
    assert!(started.elapsed() >= Duration::from_millis(199));
    assert!(tally.last_answer >= Duration::from_millis(199));
}

/// One connection, a server that takes 20 ms, five requests due at once: the last has waited for all the others.
#[test]
fn waiting_for_a_connection_counts_as_latency() {
    let server = Scripted::start(&[Act::Stall]);
    let load = Load { connections: 1, timeout: Duration::from_millis(20), ..server.load(4) };
    let started = Instant::now();
    let tally = run(&load, Pace::Open { rate: 1_000_000.try_into().unwrap() }).unwrap();
    assert_eq!(tally.unanswered(), 4);
    assert!(started.elapsed() >= Duration::from_millis(80));

    let quick = Scripted::start(&[Act::HangUp, Act::Answer(SOLD)]);
    // The first attempt of each fails, and the next comes 100 ms later, all over one connection.
    let load = Load { connections: 1, keys: true, retries: 1, ..quick.load(3) };
    let tally = run(&load, Pace::Open { rate: 1_000_000.try_into().unwrap() }).unwrap();
    assert_eq!(tally.status(201), 3);
    assert!(tally.latency.max() >= 300_000, "{} µs", tally.latency.max());
    assert!(tally.latency.min() < 200_000, "{} µs", tally.latency.min());
}

#[test]
fn too_few_customers_and_absent_servers_are_told_at_once() {
    let server = Scripted::start(&[Act::Answer(SOLD)]);
    let pace = Pace::Closed { at_most: None };
    assert!(run(&Load { first_buyer: 1, ..server.load(10) }, pace).is_err());
    assert!(run(&Load { connections: 0, ..server.load(10) }, pace).is_err());
    let target = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        Target::of(listener.local_addr().unwrap())
    };
    assert!(run(&Load { target, ..server.load(10) }, pace).is_err());
}
