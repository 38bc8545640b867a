//! `stampede baseline`: what the shop is compared with, as a process of its own, so that its costs can be told from ours.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use doorbuster_persistence::Database;
use doorbuster_server::embedded::{Embedded, Settings};
use doorbuster_server::install_metrics;
use doorbuster_server::listener::{listen, serve_until};
use sqlx::ConnectOptions;
use sqlx::postgres::{PgPool, PgPoolOptions};

use crate::baselines::naive::{self, Naive, TokenCheck};
use crate::baselines::one_call::{self, OneCall};
use crate::baselines::{Baseline, bare, no_database};

/// What `stampede baseline` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// Which one
    pub baseline: Baseline,
    /// The DATA_DIR of a shop, whose PostgreSQL is used by those that need one
    #[arg(long)]
    pub data_dir: PathBuf,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// What the shop's tokens are signed with
    #[arg(long, env = "JWT_SECRET", hide_env_values = true)]
    pub jwt_secret: String,
    /// Connections of the naive design
    #[arg(long, default_value_t = naive::POOL)]
    pub pool: u32,
}

/// Serves until its input ends, which it does with whoever started it; on a terminal, until Ctrl-D.
///
/// # Errors
/// When the database or the address is not to be had.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(Box::pin(serve(arguments)))
}

async fn serve(arguments: &Arguments) -> anyhow::Result<()> {
    let listener = listen(arguments.listen)?;
    let secret = &arguments.jwt_secret;
    // Kept until the end: a command that runs PostgreSQL waits for its guests.
    let mut guest = None;
    let router = match arguments.baseline {
        Baseline::Naive => {
            let embedded = guest.insert(attach(&arguments.data_dir).await?);
            let pool = naive_pool(embedded, arguments.pool).await?;
            naive::router(Naive { pool, tokens: TokenCheck::new(secret) })
        }
        Baseline::OneCall => {
            let embedded = guest.insert(attach(&arguments.data_dir).await?);
            one_call(embedded, secret).await?
        }
        Baseline::NoDatabase => no_database::router(secret, install_metrics()),
        Baseline::Bare => bare::router(secret, install_metrics())?,
    };
    println!("listening on {}", listener.local_addr()?);
    serve_until(listener, router, end_of_input()?).await;
    if let Some(embedded) = guest {
        embedded.stop().await?;
    }
    Ok(())
}

async fn attach(data_dir: &Path) -> anyhow::Result<Embedded> {
    Box::pin(Embedded::attach_or_start(Settings::new(data_dir)))
        .await
        .context("the shop's PostgreSQL cannot be used")
}

/// All connections at once and for good: opening one in the middle would be measured too.
async fn naive_pool(embedded: &Embedded, size: u32) -> anyhow::Result<PgPool> {
    let options = embedded.application().application_name("naive").disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(size)
        .min_connections(size)
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false);
    Ok(pool.connect_with(options).await?)
}

async fn one_call(embedded: &Embedded, secret: &str) -> anyhow::Result<Router> {
    let database = Database::new(embedded.application(), 1);
    Ok(one_call::router(OneCall::connect(&database, TokenCheck::new(secret)).await?))
}

/// A thread of its own waits for it: the runtime would wait for one of its own to end, even when serving has failed.
fn end_of_input() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        // Whatever comes is of no interest, and an error is an end too.
        let _input = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        drop(tell);
    })?;
    Ok(async move {
        let _ended = told.await;
    })
}
