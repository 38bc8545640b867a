//! The load tools against real servers.
#![expect(clippy::unwrap_used, reason = "a step that cannot go on fails its test")]

mod baselines;
mod bench;
mod check;
mod load;

use std::sync::Arc;
use std::time::Duration;

use doorbuster_stampede::client::Target;
use doorbuster_stampede::client::request::PurchaseRequest;
use doorbuster_stampede::load::{Buyers, Load};
use uuid::Uuid;

/// One purchase by each buyer, over a few connections.
fn purchases(target: &Target, sale: Uuid, tokens: Vec<Box<str>>) -> Load {
    Load {
        target: target.clone(),
        request: PurchaseRequest::new(target, "/api/v1/orders", sale, 1),
        first_buyer: 0,
        requests: tokens.len(),
        buyers: Arc::new(Buyers::from_tokens(tokens)),
        connections: 8,
        threads: 2,
        keys: false,
        retries: 0,
        timeout: Duration::from_secs(10),
    }
}
