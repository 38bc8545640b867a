//! How the shop takes connections. Public, so that what is compared with the shop takes them the same way.

use std::io;
use std::net::SocketAddr;

use anyhow::Context as _;
use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::net::{TcpListener, TcpSocket};

/// A stampede connects at once: connections that wait to be accepted (the kernel may lower it to its own limit).
const BACKLOG: u32 = 8_192;

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

/// Serves until `stop` is over; requests under way are finished.
///
/// # Errors
/// Whatever listening meets.
pub async fn serve_until(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // Answers are one small packet: waiting to fill it would only add latency.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
