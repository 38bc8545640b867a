use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use doorbuster_http::{App, router};
use doorbuster_persistence::platform::knows_timezone;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Instant, interval, sleep, sleep_until, timeout};

use crate::config::Config;
use crate::demo::{self, Account, codes};
use crate::listener::{listen, serve_until};
use crate::registration::Registration;
use crate::storage::Storage;
use crate::{telemetry, wiring};

/// For what moves by itself, when a drain was cut short.
const LAST: Duration = Duration::from_secs(1);

/// Migrates, then serves everything on one port until SIGTERM or Ctrl-C: the first drains, a second ends at once.
pub(crate) async fn serve(config: &Config, demo: bool) -> anyhow::Result<ExitCode> {
    if demo && !config.is_development() {
        bail!("--demo is for development: this configuration is for production");
    }
    // From here on a signal ends us in order, also one that comes while we start.
    let mut signals = Signals::new()?;
    // Taken early, so that a second server on the same port changes nothing.
    let listener = listen(config.listen)?;
    let metrics = telemetry::install_metrics();
    let redis = wiring::redis(config).await?;
    let mut storage = Storage::start(config).await?;
    storage.migrate().await?;
    let database = storage.database(config);
    if !knows_timezone(&mut *database.acquire().await?, &config.timezone).await? {
        bail!(
            "SHOP_TIMEZONE: `{}` is no time zone that PostgreSQL knows, such as Europe/Paris",
            config.timezone
        );
    }
    let engine = wiring::engine(config, database, redis.clone())?;
    let accounts = if demo { demo::seed(config, &engine).await? } else { Vec::new() };
    engine.start_tasks().await?;
    let app = wiring::app(config, Arc::clone(&engine), metrics.clone());
    tokio::spawn(keep_house(app.clone()));
    announce(config, &accounts);

    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let mut serving = tokio::spawn(serve_until(listener, router(app), async {
        stopped.await.ok();
    }));
    let registration = match redis {
        Some(redis) => Some(Registration::start(config, redis).await?),
        None => None,
    };
    tokio::select! {
        result = &mut serving => result.context("the server ended")?,
        error = storage.keep_running(config) => return Err(error.into()),
        () = signals.next() => {}
    }
    let deadline = Instant::now() + config.drain_limit;
    tracing::info!("draining: requests under way are finished; a second signal ends at once");
    engine.begin_drain();
    let drained = async {
        if let Some(registration) = registration {
            registration.leave().await;
        }
        // Proxies go on sending until they have heard of it, and nobody's request may fail for that.
        sleep(config.drain_delay).await;
        // Those who watch would never end by themselves; now they find another replica.
        engine.close_streams();
        let _ended = stop.send(());
        let _result = serving.await;
        engine.stop().await;
    };
    tokio::select! {
        () = drained => {}
        () = signals.next() => tracing::warn!("ending at once"),
        () = sleep_until(deadline) => tracing::warn!("not everything ended in {:?}", config.drain_limit),
    }
    // Once more for what was cut short: nothing should go on while its database ends.
    let _cut_short = timeout(LAST, engine.stop()).await;
    storage.stop().await?;
    tracing::info!("ended");
    Ok(ExitCode::SUCCESS)
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
        println!("\n  Discount codes");
        for (code, title) in codes::told() {
            println!("  {code:<15} {title}");
        }
    }
    println!();
    if config.smtp_url.is_none() && !config.is_development() {
        tracing::warn!("SMTP_URL is not set: mails, also those with new passwords, wait until it is");
    }
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
