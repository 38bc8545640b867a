//! How the shop takes connections. Public, so that what is compared with the shop takes them the same way.
//!
//! `axum::serve` would do, but it looks for HTTP/2 on every connection first, which leaves each with a read buffer of
//! twice the size: 8 KiB for every waiting buyer. It has no limit for slow senders either.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;
use tower::Service as _;

/// A stampede connects at once: connections that wait to be accepted (the kernel may lower it to its own limit).
const BACKLOG: u32 = 8_192;
/// A connection may be silent for so long before and between requests, and take so long to send a request's head.
/// Longer than nginx keeps idle connections to us (60 s), so that it never sends into one that we are closing.
const SILENCE: Duration = Duration::from_secs(75);
/// Neither a request's head nor what is read ahead of a body may be larger, in bytes.
const BUFFER: usize = 64 * 1024;
/// When the process has no descriptor left, connections wait until one is free.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// Listens on `address`.
///
/// # Errors
/// When it is taken or not ours.
pub fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address).and_then(|()| socket.listen(BACKLOG)).with_context(|| {
        format!("cannot listen on {address}: set LISTEN to another address, or stop what uses it")
    })
}

/// Serves HTTP/1.1 until `stop` is over; then takes no connection more, finishes the requests under way and returns.
pub async fn serve_until(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(SILENCE).max_buf_size(BUFFER);
    let (stopping, _) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                tokio::spawn(serve_connection(
                    http.clone(),
                    stream,
                    peer,
                    router.clone(),
                    stopping.subscribe(),
                ));
            }
            Err(error) => {
                if !is_the_peers(&error) {
                    tracing::error!(%error, "cannot accept a connection");
                    sleep(EXHAUSTED).await;
                }
            }
        }
    }
    drop(listener);
    let _nobody_there = stopping.send(());
    stopping.closed().await;
}

async fn serve_connection(
    http: http1::Builder,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut stopping: watch::Receiver<()>,
) {
    // Answers are one small packet: waiting to fill it would only add latency.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        // A router is always ready.
        router.clone().call(request.map(Body::new))
    });
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let ended = tokio::select! {
        biased;
        ended = &mut connection => ended,
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a connection ended early");
    }
}

/// A connection that was gone before it was accepted says nothing about the next one.
fn is_the_peers(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;
    use tokio::time::{Instant, sleep, timeout};

    use super::{SILENCE, listen, serve_until};

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: shop\r\n\r\n";

    async fn slow() -> &'static str {
        sleep(Duration::from_millis(300)).await;
        "here you are"
    }

    #[tokio::test]
    async fn stopping_finishes_what_is_under_way_and_closes_what_is_idle() {
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let router = Router::new().route("/", get(slow));
        let serving = tokio::spawn(serve_until(listener, router, async {
            stopped.await.ok();
        }));
        let mut idle = TcpStream::connect(address).await.unwrap();
        let mut busy = TcpStream::connect(address).await.unwrap();
        busy.write_all(REQUEST).await.unwrap();
        sleep(Duration::from_millis(100)).await;
        stop.send(()).unwrap();
        let mut answer = String::new();
        busy.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("here you are"), "{answer}");
        assert_eq!(idle.read(&mut [0; 8]).await.unwrap(), 0, "an idle connection is closed");
        timeout(Duration::from_secs(5), serving).await.unwrap().unwrap();
        assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_finishes_a_head_is_sent_away() {
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve_until(listener, Router::new(), std::future::pending()));
        let begun = Instant::now();
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(&REQUEST[..10]).await.unwrap();
        let mut rest = Vec::new();
        slow.read_to_end(&mut rest).await.ok();
        assert!((SILENCE..SILENCE * 2).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    }
}
