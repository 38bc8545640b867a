use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use axum::serve::ListenerExt as _;
use doorbuster_engine::Engine;
use doorbuster_http::{App, router};
use tokio::net::{TcpListener, TcpSocket};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{interval, sleep};

use crate::config::Config;
use crate::demo::{self, Account};
use crate::storage::Storage;
use crate::{telemetry, wiring};

/// A stampede connects at once: connections that wait to be accepted (the kernel may lower it to its own limit).
const BACKLOG: u32 = 8_192;
/// After the first signal, requests under way have this long.
const DRAIN: Duration = Duration::from_secs(60);

/// Migrates, then serves everything on one port until SIGTERM or Ctrl-C: the first drains, a second ends at once.
pub(crate) async fn serve(config: &Config, demo: bool) -> anyhow::Result<ExitCode> {
    if demo && !config.is_development() {
        bail!("--demo is for development: this configuration is for production");
    }
    // From here on a signal ends us in order, also one that comes while we start.
    let mut signals = Signals::new()?;
    // Taken early, so that a second server on the same port changes nothing.
    let listener = listen(config.listen)?;
    let mut storage = Storage::start(config).await?;
    storage.migrate().await?;
    let engine = wiring::engine(config, storage.database(config))?;
    let accounts = if demo { demo::seed(config, &engine).await? } else { Vec::new() };
    engine.start_tasks().await?;
    let metrics = telemetry::metrics();
    let app = wiring::app(config, Arc::clone(&engine), metrics.clone());
    tokio::spawn(keep_house(app.clone()));
    announce(config, &accounts);

    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(
        listener.tap_io(|stream| {
            // Answers are one small packet: waiting to fill it would only add latency.
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "cannot set TCP_NODELAY");
            }
        }),
        service,
    )
    .with_graceful_shutdown(async {
        stopped.await.ok();
    });
    let mut serving = tokio::spawn(serving.into_future());
    tokio::select! {
        result = &mut serving => result?.context("the server ended")?,
        error = storage.keep_running(config) => return Err(error.into()),
        () = signals.next() => {}
    }
    tracing::info!("draining: requests under way are finished; a second signal ends at once");
    engine.begin_stop();
    let _ended = stop.send(());
    tokio::select! {
        _ = &mut serving => end(&engine).await,
        () = signals.next() => tracing::warn!("ending at once"),
        () = sleep(DRAIN) => tracing::warn!("some requests did not end in {DRAIN:?}"),
    }
    storage.stop().await?;
    tracing::info!("ended");
    Ok(ExitCode::SUCCESS)
}

async fn end(engine: &Engine) {
    engine.stop().await;
}

fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address).and_then(|()| socket.listen(BACKLOG)).with_context(|| {
        format!("cannot listen on {address}: set LISTEN to another address, or stop what uses it")
    })
}

/// Keeps what grows with use small: the limiter's memory and the recorder's histograms.
async fn keep_house(app: App) {
    let mut ticks = interval(Duration::from_secs(30));
    loop {
        ticks.tick().await;
        app.limiter.forget_idle();
        if let Some(metrics) = &app.metrics {
            metrics.run_upkeep();
        }
    }
}

/// Tells people where to go. On standard output, whatever the log's level.
fn announce(config: &Config, accounts: &[Account]) {
    let url = &config.public_url;
    println!("\n  {} is open\n", config.shop_name);
    println!("  Shop            {url}/");
    println!("  API reference   {url}/docs");
    println!("  API document    {url}/api/openapi.json");
    println!("  Health          {url}/health");
    if !accounts.is_empty() {
        println!("\n  Demo accounts");
        for Account { email, password, role } in accounts {
            println!("  {:<15} {email}  {password}", role.as_str());
        }
    }
    println!();
    for name in &config.without_effect {
        tracing::warn!("{name} is set, but this version does not use it yet");
    }
}

/// SIGTERM and SIGINT.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
