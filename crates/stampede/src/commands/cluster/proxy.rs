//! nginx alone, in front of witnesses that tell what it sent.

use std::fs::Permissions;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use doorbuster_gateways::redis::Redis;
use doorbuster_testkit::redis::RedisServer;
use serde_json::Value;
use tokio::time::sleep;

use super::{RawAnswer, ask};
use crate::cluster::{Nginx, Witness};
use crate::process::free_address;

/// As many as take turns over two workers and three replicas, a few times.
const TURNS: usize = 18;
const CLIENT: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// nginx, and witnesses of which some may have gone.
struct Course {
    nginx: Nginx,
    address: SocketAddr,
    witnesses: Vec<Witness>,
    redis: RedisServer,
}

pub(super) async fn rehearse() -> anyhow::Result<String> {
    let redis = RedisServer::start();
    let pool = Redis::connect(redis.address()).await?;
    let mut witnesses = Vec::new();
    for _ in 0..3 {
        witnesses.push(Witness::start(pool.clone()).await?);
    }
    let folder = tempfile::Builder::new().prefix("stampede-nginx-").tempdir()?;
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
    let address = free_address()?;
    let nginx = Nginx::start(folder.path(), address, &redis).await?;
    let mut course = Course { nginx, address, witnesses, redis };
    course.until_known(3).await?;
    // The other workers read the registry in the same half second.
    sleep(Duration::from_millis(600)).await;

    course.ids_and_addresses_pass_through().await.context("ids and addresses")?;
    course.what_was_sent_is_not_sent_again("a").await.context("POST to a replica that dies")?;
    // Nobody listens there now, and the registry does not know yet.
    course.witnesses.remove(0);
    course.what_was_sent_is_not_sent_again("b").await.context("POST when a replica is gone")?;
    course.everybody_is_served().await.context("GET when a replica is gone")?;
    course.without_redis().await.context("without Redis")?;
    course.refusals_are_problems().await.context("nginx' own refusals")?;
    Ok(format!(
        "nginx: ids and addresses pass, {} POSTs and PATCHes sent once each, no Redis needed",
        4 * TURNS
    ))
}

impl Course {
    async fn until_known(&self, count: usize) -> anyhow::Result<()> {
        let started = Instant::now();
        while self.nginx.replicas().await?.len() != count {
            ensure!(started.elapsed() < Duration::from_secs(15), "nginx does not learn of {count} replicas");
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    async fn send(&self, request: &str, fields: &str, body: &str) -> anyhow::Result<RawAnswer> {
        ask(self.address, CLIENT, request, fields, body).await
    }

    /// Heads and bodies of the requests for this path, wherever they arrived.
    fn seen(&self, path: &str) -> Vec<String> {
        let all = self.witnesses.iter().flat_map(Witness::seen);
        all.filter(|request| request.split(' ').nth(1) == Some(path)).collect()
    }

    async fn ids_and_addresses_pass_through(&self) -> anyhow::Result<()> {
        for (path, brought, kept) in [
            ("/id/good", "X-Request-Id: client-0001\r\n", Some("client-0001")),
            ("/id/bad", "X-Request-Id: <script>\r\n", None),
            ("/id/none", "", None),
        ] {
            let fields = format!("{brought}X-Forwarded-For: 203.0.113.9\r\n");
            let answer = self.send(&format!("GET {path}"), &fields, "").await?;
            ensure!(answer.status == 200, "{answer:?}");
            let seen = self.seen(path);
            let [request] = seen.as_slice() else { anyhow::bail!("{path} arrived {} times", seen.len()) };
            ensure!(
                request.contains("X-Forwarded-For: 127.0.0.2\r\n"),
                "not the client's address: {request}"
            );
            ensure!(!request.contains("203.0.113.9"), "what a stranger claims is passed on: {request}");
            let id = request.lines().find_map(|line| line.strip_prefix("X-Request-Id: ")).unwrap_or_default();
            let made_here = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
            ensure!(kept.map_or(made_here, |kept| kept == id), "the request's id is {id:?}");
        }
        Ok(())
    }

    /// Every one arrives exactly once: not twice when a replica dies with it, not never when one cannot be reached.
    async fn what_was_sent_is_not_sent_again(&self, series: &str) -> anyhow::Result<()> {
        for number in 0..TURNS {
            for method in ["POST", "PATCH"] {
                // A connection that is kept alive is the harder case.
                self.send("GET /warm", "", "").await?;
                let path = format!("/{series}/{method}/{number}");
                let answer = self.send(&format!("{method} {path}"), "", r#"{"quantity":1}"#).await?;
                check_problem(&answer, 502, "outcome_unknown")?;
                let seen = self.seen(&path).len();
                ensure!(seen == 1, "{method} {path} arrived {seen} times");
            }
        }
        Ok(())
    }

    /// Who only reads is answered by another replica.
    async fn everybody_is_served(&self) -> anyhow::Result<()> {
        for number in 0..TURNS {
            let answer = self.send(&format!("GET /read/{number}"), "", "").await?;
            ensure!(answer.status == 200, "{answer:?}");
        }
        Ok(())
    }

    async fn without_redis(&mut self) -> anyhow::Result<()> {
        self.redis.freeze();
        self.served_quickly().await.context("frozen")?;
        self.redis.thaw();
        self.redis.kill();
        self.served_quickly().await.context("killed")?;
        // Empty at first: that is no reason to forget everybody.
        self.redis.restart();
        self.served_quickly().await.context("started again")?;
        self.until_known(2).await
    }

    /// For longer than nginx waits for Redis. A machine that does much else may keep some waiting, but not most.
    async fn served_quickly(&self) -> anyhow::Result<()> {
        let started = Instant::now();
        let mut took = Vec::new();
        while started.elapsed() < Duration::from_millis(1_500) {
            let asked = Instant::now();
            let answer = self.send("GET /quick", "", "").await?;
            ensure!(answer.status == 200, "{answer:?}");
            took.push(asked.elapsed());
            sleep(Duration::from_millis(20)).await;
        }
        let (slow, all) =
            (took.iter().filter(|took| **took > Duration::from_millis(250)).count(), took.len());
        ensure!(slow * 2 < all, "{slow} of {all} answers took more than 250 ms: {took:?}");
        Ok(())
    }

    async fn refusals_are_problems(&mut self) -> anyhow::Result<()> {
        let large = "x".repeat(2 * 1024 * 1024);
        check_problem(&self.send("POST /large", "", &large).await?, 413, "body_too_large")?;
        ensure!(
            self.send("GET /metrics", "", "").await?.status == 404,
            "the metrics are for Prometheus only"
        );
        self.witnesses.clear();
        check_problem(&self.send("GET /gone", "", "").await?, 502, "unavailable")?;
        check_problem(&self.send("POST /gone", "", "{}").await?, 502, "unavailable")
    }
}

fn check_problem(answer: &RawAnswer, status: u16, code: &str) -> anyhow::Result<()> {
    let body: Value = serde_json::from_str(&answer.body).with_context(|| format!("no JSON: {answer:?}"))?;
    ensure!(answer.status == status && body["code"] == code && body["status"] == status, "{answer:?}");
    ensure!(answer.field("Content-Type") == "application/problem+json", "{answer:?}");
    ensure!(body["type"] == format!("urn:doorbuster:problem:{code}"), "{answer:?}");
    ensure!(body["request_id"] == answer.field("X-Request-Id"), "{answer:?}");
    ensure!(status == 413 || answer.field("Retry-After") == "1", "{answer:?}");
    Ok(())
}
