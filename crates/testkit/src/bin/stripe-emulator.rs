//! A small Stripe for trying the shop out and for tests in a browser. It moves no money.

use std::net::SocketAddr;

use clap::Parser;
use doorbuster_testkit::stripe::serve;
use tokio::net::TcpListener;

/// A small Stripe that keeps its state in memory.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where it listens.
    #[arg(long, default_value = "127.0.0.1:12111")]
    listen: SocketAddr,
    /// Where events are sent: the shop's /api/v1/payments/stripe/webhook.
    #[arg(long, requires = "webhook_secret")]
    webhook_url: Option<String>,
    /// What they are signed with: the shop's STRIPE_WEBHOOK_SECRET.
    #[arg(long, requires = "webhook_url")]
    webhook_secret: Option<String>,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let Arguments { listen, webhook_url, webhook_secret } = Arguments::parse();
    let listener = TcpListener::bind(listen).await?;
    println!("STRIPE_API_BASE=http://{}", listener.local_addr()?);
    serve(listener, webhook_url.zip(webhook_secret)).await
}
