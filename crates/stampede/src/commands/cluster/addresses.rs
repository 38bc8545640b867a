//! A limit per address counts the clients behind nginx, not nginx, and not what they claim.

use std::net::Ipv4Addr;

use anyhow::{Context, ensure};

use super::ask;
use crate::cluster::Cluster;

/// Requests that one address may make.
const LIMIT: usize = 5;

pub(super) async fn rehearse(cluster: &mut Cluster) -> anyhow::Result<String> {
    // One replica counts alone, with or without Redis.
    cluster.set("RATE_LIMIT", &format!("default={LIMIT}/600s"));
    for number in 0..cluster.size() {
        cluster.retire(number).await?;
    }
    cluster.start_replica(0).await?;
    cluster.until_listed().await?;
    for last in 21..24 {
        let client = Ipv4Addr::new(127, 0, 0, last);
        for number in 0..=LIMIT {
            // Another claim each time would be another limit each time.
            let claim =
                format!("X-Forwarded-For: 203.0.113.{number}\r\nX-Request-Id: request-{last}-{number}\r\n");
            let request = "GET /api/v1/sales?status=live";
            let answer = ask(cluster.proxy().address(), client, request, &claim, "").await?;
            let expected = if number < LIMIT { 200 } else { 429 };
            ensure!(answer.status == expected, "request {number} of {client}: {answer:?}");
            let id = answer.field("X-Request-Id");
            ensure!(id == format!("request-{last}-{number}"), "the id comes back as {id:?}");
        }
    }
    cluster.set("RATE_LIMIT", "off");
    cluster.retire(0).await?;
    for number in 0..cluster.size() {
        cluster.start_replica(number).await?;
    }
    cluster.until_listed().await.context("back to all replicas")?;
    Ok(format!("{LIMIT} requests for each of three clients behind nginx, whatever they claim to be"))
}
