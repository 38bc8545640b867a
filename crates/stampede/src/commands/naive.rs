//! `stampede naive`: the naive server as a process of its own, so that its costs can be told from ours.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use doorbuster_server::embedded::{Embedded, Settings};
use sqlx::ConnectOptions;
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;

use crate::naive::{Naive, POOL, TokenCheck, serve};

/// What `stampede naive` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The DATA_DIR of a shop: its PostgreSQL is used
    #[arg(long)]
    pub data_dir: PathBuf,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// What the shop's tokens are signed with
    #[arg(long, env = "JWT_SECRET", hide_env_values = true)]
    pub jwt_secret: String,
    /// Connections to PostgreSQL
    #[arg(long, default_value_t = POOL)]
    pub pool: u32,
}

/// Serves until its input ends, which it does with whoever started it; on a terminal, until Ctrl-D.
///
/// # Errors
/// When the database or the address is not to be had.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve_until_told(arguments))
}

async fn serve_until_told(arguments: &Arguments) -> anyhow::Result<()> {
    let embedded = Box::pin(Embedded::attach_or_start(Settings::new(&arguments.data_dir))).await?;
    // All connections at once and for good: opening one in the middle would be measured too.
    let pool = PgPoolOptions::new()
        .max_connections(arguments.pool)
        .min_connections(arguments.pool)
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(embedded.application().application_name("naive").disable_statement_logging())
        .await?;
    let listener = TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("cannot listen on {}", arguments.listen))?;
    println!("listening on {}", listener.local_addr()?);
    let naive = Naive { pool: pool.clone(), tokens: TokenCheck::new(&arguments.jwt_secret) };
    tokio::select! {
        outcome = serve(listener, naive) => outcome?,
        () = end_of_input()? => {}
    }
    pool.close().await;
    embedded.stop().await?;
    Ok(())
}

/// A thread of its own waits for it: the runtime would wait for one of its own to end, even when serving has failed.
fn end_of_input() -> anyhow::Result<impl Future<Output = ()>> {
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
