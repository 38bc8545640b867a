//! The streams of a sale: what those who watch hear, and when.

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_domain::SaleId;
use doorbuster_domain::identity::Role;
use doorbuster_engine::ambient::{fresh_id, now};
use doorbuster_engine::sales::{StreamLimits, sweep};
use doorbuster_server::listener::{listen, serve_until};
use doorbuster_testkit::{Event, Events, SaleSpec, Shop};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

fn path(sale: SaleId) -> String {
    format!("/api/v1/sales/{sale}/events")
}

async fn watch(shop: &Shop, sale: SaleId) -> Events {
    shop.get(&path(sale)).watch().await
}

async fn resume(shop: &Shop, sale: SaleId, last: &str) -> Events {
    shop.get(&path(sale)).header("last-event-id", last).watch().await
}

fn has(status: &str) -> impl Fn(&Value) -> bool {
    move |sale| sale["status"] == status
}

#[tokio::test]
async fn it_begins_with_the_sale_as_it_is() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(3).await;
    let mut events = watch(&shop, sale).await;
    assert_eq!(events.status, 200);
    let field = |name: &str| events.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(field("content-type").as_deref(), Some("text/event-stream"));
    assert_eq!(field("cache-control").as_deref(), Some("no-store"));
    assert_eq!(field("x-accel-buffering").as_deref(), Some("no"));
    assert_eq!(field("content-encoding"), None);
    assert!(field("x-request-id").is_some());

    let hint = events.next().await.unwrap();
    assert!((2_000..4_000).contains(&hint.retry.unwrap()), "{hint:?}");
    let Event { id, name, data, .. } = events.next().await.unwrap();
    assert_eq!(name, "sale");
    let mut answer = shop.get(&format!("/api/v1/sales/{sale}")).send().await.json;
    assert_eq!(id, format!("{}-live", answer["revision"]));
    let server_time: DateTime<Utc> = data["server_time"].as_str().unwrap().parse().unwrap();
    assert!((now() - server_time).abs() < TimeDelta::seconds(2));
    // The same type, but for the moment.
    answer["server_time"] = data["server_time"].clone();
    assert_eq!(data, answer);
}

#[tokio::test]
async fn purchases_selling_out_and_reopening_are_told() {
    let shop = Shop::start().await;
    let beside = Shop::builder().beside(&shop).await;
    let sale = shop.live_sale(2).await;
    let [mut here, mut there] = [watch(&shop, sale).await, watch(&beside, sale).await];
    let [one, two] = [shop.customer().await, shop.customer().await];

    shop.buy(&one, sale, 1).await.assert_status(201);
    let sold = Instant::now();
    assert_eq!(here.sale_with(|sale| sale["remaining"] == 1).await["status"], "live");
    assert!(sold.elapsed() < Duration::from_secs(1), "{:?}", sold.elapsed());
    let order = shop.buy(&two, sale, 1).await.assert_status(201).text("/id").to_owned();
    let gone = Instant::now();
    let mut revisions = Vec::new();
    for events in [&mut here, &mut there] {
        let seen = events.sale_with(has("sold_out")).await;
        assert_eq!(seen["remaining"], 0);
        revisions.push(seen["revision"].as_i64().unwrap());
    }
    assert!(gone.elapsed() < Duration::from_secs(2), "{:?}", gone.elapsed());
    assert_eq!(revisions[0], revisions[1], "both processes name the same thing alike");

    shop.cancel(&two, &order).await.assert_status(200);
    for events in [&mut here, &mut there] {
        let back = events.sale_with(has("live")).await;
        assert_eq!(back["remaining"], 1);
        assert!(back["revision"].as_i64().unwrap() > revisions[0]);
    }
    shop.audit().await;
}

#[tokio::test]
async fn what_staff_do_is_told_in_every_process() {
    let shop = Shop::start().await;
    let beside = Shop::builder().beside(&shop).await;
    let staff = shop.person(Role::Staff).await;
    let customer = shop.customer().await;
    let sale = shop.live_sale(5).await;
    let mut both = [watch(&shop, sale).await, watch(&beside, sale).await];
    let steer = async |operation: &str| {
        let path = format!("/api/v1/sales/{sale}/{operation}");
        shop.post(&path).bearer(&staff.token).send().await.assert_status(200);
    };
    let edit = async |change: Value| {
        let request = shop.patch(&format!("/api/v1/sales/{sale}")).bearer(&staff.token);
        request.header("if-match", "*").json(&change).send().await.assert_status(200);
    };

    steer("pause").await;
    heard(&mut both, has("paused")).await;
    steer("resume").await;
    heard(&mut both, has("live")).await;
    edit(json!({"allocated": 1, "title": "One left"})).await;
    heard(&mut both, |sale| sale["allocated"] == 1 && sale["title"] == "One left").await;
    shop.buy(&customer, sale, 1).await.assert_status(201);
    heard(&mut both, has("sold_out")).await;
    edit(json!({"allocated": 4})).await;
    heard(&mut both, |sale| sale["status"] == "live" && sale["remaining"] == 3).await;
    steer("cancel").await;
    heard(&mut both, has("cancelled")).await;
    // The sweep ends the hold and settles; then there is nothing more to tell.
    for events in &mut both {
        while events.next().await.expect("it is said to end").name != "end" {}
        assert_eq!(events.next().await, None);
    }
    shop.audit().await;
}

/// Each hears of a sale that is as wanted, and soon.
async fn heard(streams: &mut [Events], wanted: impl Fn(&Value) -> bool) {
    let asked = Instant::now();
    for events in streams {
        events.sale_with(&wanted).await;
    }
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
}

#[tokio::test]
async fn a_hold_that_lapses_reopens_the_sale() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.sale(SaleSpec { hold_seconds: 1, ..SaleSpec::of(1) }).await;
    let customer = shop.customer().await;
    let mut events = watch(&shop, sale).await;
    shop.buy(&customer, sale, 1).await.assert_status(201);
    events.sale_with(has("sold_out")).await;
    sleep(Duration::from_millis(1_100)).await;
    assert_eq!(sweep(&shop.engine).await.unwrap().expired, 1);
    events.sale_with(has("live")).await;
}

#[tokio::test]
async fn it_opens_with_the_clock_and_ends_with_the_sale() {
    let shop = Shop::start().await;
    let second = TimeDelta::seconds(1);
    let sale = shop.sale(SaleSpec { starts_in: second, ends_in: second * 3, ..SaleSpec::of(5) }).await;
    let mut events = watch(&shop, sale).await;
    assert_eq!(events.sale().await["status"], "scheduled");
    let live = events.sale_with(has("live")).await;
    let late = now() - live["starts_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    assert!(late < second, "{late}");
    let mut last = events.next().await.unwrap();
    assert_eq!((last.name.as_str(), &last.data["status"]), ("sale", &Value::from("ended")));
    // The sweep gives the unsold units back, and nothing is left to be told.
    let end = loop {
        let event = events.next().await.unwrap();
        if event.name != "sale" {
            break event;
        }
        last = event;
    };
    assert_eq!(end.name, "end");
    assert_eq!(last.data["remaining"], 0);
    assert_eq!(events.next().await, None);

    // A browser comes back by itself, until it is told not to.
    assert_eq!(resume(&shop, sale, &last.id).await.status, 204);
    // Who has missed something hears it first.
    let mut missed = resume(&shop, sale, "2-live").await;
    assert_eq!(missed.sale().await["status"], "ended");
    assert_eq!(missed.next().await.unwrap().name, "end");
}

#[tokio::test]
async fn resuming_repeats_nothing_and_misses_nothing() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(5).await;
    let mut events = watch(&shop, sale).await;
    events.next().await;
    let last = events.next().await.unwrap().id;
    drop(events);
    let mut again = resume(&shop, sale, &last).await;
    assert!(again.next().await.unwrap().retry.is_some());
    let silent = timeout(Duration::from_millis(700), again.next()).await;
    assert!(silent.is_err(), "{silent:?}");
    let customer = shop.customer().await;
    shop.buy(&customer, sale, 1).await.assert_status(201);
    assert_eq!(again.sale().await["remaining"], 4);
    // What came meanwhile is not told one by one.
    assert_eq!(resume(&shop, sale, &last).await.sale().await["remaining"], 4);
    assert_eq!(resume(&shop, sale, "no such id").await.sale().await["remaining"], 4);
}

#[tokio::test]
async fn unknown_and_long_over() {
    let shop = Shop::start().await;
    let unknown = SaleId(fresh_id());
    shop.get(&path(unknown)).send().await.assert_problem(404, "not_found");
    shop.get("/api/v1/sales/x/events").send().await.assert_problem(404, "not_found");
    let day = TimeDelta::days(1);
    let old = shop.sale(SaleSpec { starts_in: day * -3, ends_in: day * -2, ..SaleSpec::of(2) }).await;
    let mut events = watch(&shop, old).await;
    assert_eq!(events.sale().await["status"], "ended");
    loop {
        let event = events.next().await.expect("it is said to end");
        if event.name == "end" {
            break;
        }
    }
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn streams_are_counted_per_process_and_per_address() {
    let limits = StreamLimits { process: 2, address: 1 };
    let shop = Shop::builder().stream_limits(limits).start().await;
    let sale = shop.live_sale(1).await;
    let first = watch(&shop, sale).await;
    let refused = shop.get(&path(sale)).send().await.assert_problem(429, "rate_limited");
    assert_eq!(refused.field("retry-after"), "30");
    drop(first);
    assert_eq!(watch(&shop, sale).await.status, 200);

    let full = Shop::builder().stream_limits(StreamLimits { process: 0, address: 1 }).beside(&shop).await;
    full.get(&path(sale)).send().await.assert_problem(503, "busy");
}

#[tokio::test]
async fn opening_a_stream_is_one_request() {
    let shop = Shop::builder().rate_limits("default=2/3600s".parse().unwrap()).start().await;
    let sale = shop.live_sale(1).await;
    let mut events = watch(&shop, sale).await;
    assert_eq!(events.headers["ratelimit"].to_str().unwrap().split(';').nth(1), Some("r=1"));
    events.sale().await;
    let customer = shop.customer().await;
    shop.buy(&customer, sale, 1).await.assert_status(201);
    events.sale_with(has("sold_out")).await;
    assert_eq!(watch(&shop, sale).await.status, 200);
    shop.get(&path(sale)).send().await.assert_problem(429, "rate_limited");
}

#[tokio::test]
async fn a_process_that_ends_sends_everybody_elsewhere() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let mut events = watch(&shop, sale).await;
    events.sale().await;
    shop.engine.begin_drain();
    shop.engine.close_streams();
    let hint = events.next().await.unwrap();
    assert!((500..1_000).contains(&hint.retry.unwrap()), "{hint:?}");
    assert_eq!(events.next().await, None);
    shop.get(&path(sale)).send().await.assert_problem(503, "unavailable");
    timeout(Duration::from_secs(10), shop.engine.stop()).await.expect("nothing waits for those who watched");
}

/// A client of the shop on a socket, as far as the head of the answer.
async fn connect(address: std::net::SocketAddr, path: &str) -> (TcpStream, String) {
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(format!("GET {path} HTTP/1.1\r\nHost: shop\r\n\r\n").as_bytes()).await.unwrap();
    let mut head = vec![0; 4_096];
    let length = connection.read(&mut head).await.unwrap();
    (connection, String::from_utf8_lossy(&head[..length]).into_owned())
}

#[tokio::test]
async fn who_goes_away_leaves_a_seat_and_who_stays_is_let_go_in_the_end() {
    let shop = Shop::builder().stream_limits(StreamLimits { process: 1, address: 1 }).start().await;
    let sale = shop.live_sale(1).await;
    let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(serve_until(listener, shop.router(), async {
        stopped.await.ok();
    }));
    let (first, head) = connect(address, &path(sale)).await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(connect(address, &path(sale)).await.1.starts_with("HTTP/1.1 503"));
    drop(first);
    let left = Instant::now();
    let mut second = loop {
        let (connection, head) = connect(address, &path(sale)).await;
        if head.starts_with("HTTP/1.1 200") {
            break connection;
        }
        assert!(left.elapsed() < Duration::from_secs(5), "{head}");
        sleep(Duration::from_millis(20)).await;
    };
    // As the server ends: no new connections, those who watch are sent elsewhere, and nobody is waited for.
    shop.engine.close_streams();
    stop.send(()).unwrap();
    let mut rest = String::new();
    second.read_to_string(&mut rest).await.unwrap();
    assert!(rest.contains("retry: ") && rest.ends_with("0\r\n\r\n"), "{rest}");
    timeout(Duration::from_secs(5), serving).await.unwrap().unwrap();
}

/// The server closes connections that are silent for 75 s. A stream is not silent, whoever speaks.
#[tokio::test(start_paused = true)]
async fn a_stream_outlives_the_limits_of_requests() {
    async fn slow() -> Body {
        Body::from_stream(stream::unfold(0, |nth| async move {
            sleep(Duration::from_secs(15)).await;
            (nth < 20).then(|| (Ok::<_, std::convert::Infallible>(Bytes::from_static(b":\n\n")), nth + 1))
        }))
    }
    let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve_until(listener, Router::new().route("/", get(slow)), std::future::pending()));
    let (mut connection, mut text) = connect(address, "/").await;
    while !text.ends_with("0\r\n\r\n") {
        let mut piece = [0; 256];
        let length = connection.read(&mut piece).await.unwrap();
        assert!(length > 0, "the stream was cut: {text}");
        text.push_str(&String::from_utf8_lossy(&piece[..length]));
    }
    assert_eq!(text.matches(":\n\n").count(), 20);
}

/// Thousands may watch in one process: each hears the end of it.
#[tokio::test]
async fn many_hear_the_same() {
    let shop = Shop::builder().stream_limits(StreamLimits { process: 1_000, address: 1_000 }).start().await;
    let sale = shop.live_sale(1).await;
    let mut all = Vec::new();
    for _ in 0..1_000 {
        all.push(watch(&shop, sale).await);
    }
    let customer = shop.customer().await;
    shop.buy(&customer, sale, 1).await.assert_status(201);
    let ends = stream::iter(all).map(|mut events| async move { events.sale_with(has("sold_out")).await });
    let ends: Vec<Value> = ends.buffer_unordered(1_000).collect().await;
    assert!(ends.len() == 1_000 && ends.iter().all(|end| *end == ends[0]), "one snapshot for all");
}
