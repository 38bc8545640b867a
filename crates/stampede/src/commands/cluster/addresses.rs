//! A limit per address counts the clients behind nginx, not nginx, and not what they claim.

use std::net::Ipv4Addr;

use anyhow::ensure;

use super::ask;
use super::metrics::Told;
use crate::cluster::Cluster;

/// Requests that one address may make.
const LIMIT: usize = 5;

pub(super) async fn rehearse(cluster: &mut Cluster, told: &mut Told) -> anyhow::Result<String> {
    // The last scene: nobody needs the other replicas any more.
    cluster.set("RATE_LIMIT", &format!("default={LIMIT}/600s"));
    for number in 0..cluster.size() {
        cluster.kill(number)?;
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
    told.listen_to(cluster, 0).await?;
    Ok(format!("{LIMIT} requests for each of three clients behind nginx, whatever they claim to be"))
}
