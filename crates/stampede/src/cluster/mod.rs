//! The shop on several processes: nginx in front of replicas that share a PostgreSQL and a Redis, all on loopback, with
//! the configuration files of `deploy/`.

mod nginx;
mod witness;

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use doorbuster_testkit::redis::RedisServer;
use tokio::time::sleep;

use crate::client::{Api, Target};
use crate::process::{ChildServer, House, free_address, wait_until_ready};

pub use nginx::Nginx;
pub use witness::{Witness, Witnessed};

/// From SIGTERM to the end: the delay in which nginx learns of it, then what is under way.
const DRAIN_LIMIT: Duration = Duration::from_secs(60);
/// nginx reads the registry twice a second; a dead replica is in it for 6 s.
const LISTED_LIMIT: Duration = Duration::from_secs(20);

/// How a cluster is set up.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How many replicas.
    pub replicas: usize,
    /// nginx listens on this port and the replicas on those after it; without it, anywhere.
    pub first_port: Option<u16>,
    /// Further settings of every replica.
    pub settings: Vec<(&'static str, String)>,
}

/// A running cluster. Everything ends when it is dropped.
#[derive(Debug)]
pub struct Cluster {
    // Dropped in this order: who is asked goes before who is needed.
    nginx: Option<Nginx>,
    replicas: Vec<Replica>,
    redis: RedisServer,
    house: House,
    settings: Vec<(&'static str, String)>,
    address: SocketAddr,
}

#[derive(Debug)]
struct Replica {
    server: Option<ChildServer>,
    folder: PathBuf,
    address: SocketAddr,
}

impl Cluster {
    /// Starts everything. The replicas start at the same time, on a database that one of them has to migrate.
    ///
    /// # Errors
    /// Why something does not start, with the end of its log.
    pub async fn start(house: House, plan: Plan) -> anyhow::Result<Self> {
        let Plan { replicas, first_port, settings } = plan;
        let place = |number: usize| match first_port {
            Some(first) => Ok((Ipv4Addr::LOCALHOST, first + u16::try_from(number)?).into()),
            None => free_address(),
        };
        let address: SocketAddr = place(0)?;
        let mut cluster =
            Self { nginx: None, replicas: Vec::new(), redis: RedisServer::start(), house, settings, address };
        for number in 1..=replicas {
            let folder = cluster.house.folder().join(format!("replica-{number}"));
            std::fs::create_dir_all(&folder)?;
            cluster.replicas.push(Replica { server: None, folder, address: place(number)? });
        }
        for number in 0..replicas {
            cluster.spawn_replica(number)?;
        }
        for number in 0..replicas {
            cluster.until_ready(number).await?;
        }
        cluster.start_nginx().await?;
        cluster.until_listed().await?;
        Ok(cluster)
    }

    /// PostgreSQL and doorbuster's commands.
    #[must_use]
    pub fn house(&self) -> &House {
        &self.house
    }

    /// Redis.
    pub fn redis(&mut self) -> &mut RedisServer {
        &mut self.redis
    }

    /// How many replicas there are, running or not.
    #[must_use]
    pub fn size(&self) -> usize {
        self.replicas.len()
    }

    /// nginx.
    #[must_use]
    pub fn proxy(&self) -> Target {
        Target::of(self.address)
    }

    /// The replicas, addressed directly.
    #[must_use]
    pub fn direct(&self) -> Vec<Target> {
        self.replicas.iter().map(|replica| Target::of(replica.address)).collect()
    }

    /// Changes a setting of the replicas that are started from now on.
    pub fn set(&mut self, name: &'static str, value: &str) {
        self.settings.retain(|(known, _)| *known != name);
        self.settings.push((name, value.to_owned()));
    }

    /// Starts nginx.
    ///
    /// # Errors
    /// Why it does not start, with the end of its log.
    pub async fn start_nginx(&mut self) -> anyhow::Result<()> {
        // The old one has to leave the port first.
        self.nginx = None;
        let folder = self.house.folder().join("nginx");
        self.nginx = Some(Nginx::start(&folder, self.address, &self.redis).await?);
        Ok(())
    }

    /// Starts a replica and waits until it is ready.
    ///
    /// # Errors
    /// Why it does not get ready, with the end of its log.
    pub async fn start_replica(&mut self, number: usize) -> anyhow::Result<()> {
        self.spawn_replica(number)?;
        self.until_ready(number).await
    }

    /// SIGTERM, and waits for the end of the drain.
    ///
    /// # Errors
    /// When it does not end, or not well.
    pub async fn retire(&mut self, number: usize) -> anyhow::Result<()> {
        self.take(number)?.stop(DRAIN_LIMIT).await
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// When it does not run.
    pub fn kill(&mut self, number: usize) -> anyhow::Result<()> {
        self.take(number)?.kill()
    }

    /// Restarts one replica after the other, as a deployment does: the next one goes when nginx knows that the last one
    /// is back.
    ///
    /// # Errors
    /// When one does not end or does not come back.
    pub async fn roll(&mut self) -> anyhow::Result<()> {
        for number in 0..self.size() {
            self.retire(number).await?;
            self.start_replica(number).await?;
            self.until_listed().await?;
        }
        Ok(())
    }

    /// Waits until nginx knows the replicas that run, and no others.
    ///
    /// # Errors
    /// When it does not learn of them.
    pub async fn until_listed(&self) -> anyhow::Result<()> {
        let running = self.replicas.iter().filter(|replica| replica.server.is_some());
        let running: BTreeSet<SocketAddr> = running.map(|replica| replica.address).collect();
        let nginx = self.nginx.as_ref().context("nginx does not run")?;
        let started = Instant::now();
        loop {
            let listed = nginx.replicas().await?;
            if listed == running {
                return Ok(());
            }
            ensure!(started.elapsed() < LISTED_LIMIT, "nginx knows {listed:?}, but {running:?} run");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Keeps everybody's logs, for who must find out what happened.
    ///
    /// # Errors
    /// When they cannot be copied.
    pub fn keep_logs(&self, kept: &Path) -> anyhow::Result<()> {
        std::fs::create_dir_all(kept)?;
        for (number, replica) in self.replicas.iter().enumerate() {
            let log = replica.folder.join("doorbuster.log");
            std::fs::copy(log, kept.join(format!("{}.log", Part::Replica(number))))?;
        }
        for name in ["access.log", "error.log"] {
            let log = self.house.folder().join("nginx").join(name);
            std::fs::copy(log, kept.join(format!("nginx-{name}")))?;
        }
        self.house.keep_logs(kept)
    }

    /// Every part with its process id; none for one that does not run, or has ended although nobody asked it to.
    pub fn parts(&mut self) -> Vec<(Part, Option<u32>)> {
        let alive = |server: &mut ChildServer| server.check().is_ok().then(|| server.pid());
        let mut parts = vec![
            (Part::PostgreSql, self.house.database_pid()),
            (Part::Redis, self.redis.pid()),
            (Part::Nginx, self.nginx.as_mut().and_then(|nginx| nginx.check().is_ok().then(|| nginx.pid()))),
        ];
        for (number, replica) in self.replicas.iter_mut().enumerate() {
            parts.push((Part::Replica(number), replica.server.as_mut().and_then(alive)));
        }
        parts
    }

    /// Starts a part again that has ended.
    ///
    /// # Errors
    /// Why it does not start.
    pub async fn revive(&mut self, part: Part) -> anyhow::Result<()> {
        match part {
            Part::PostgreSql => self.house.restart_database(false).await,
            Part::Redis => {
                self.redis.kill();
                self.redis.restart();
                Ok(())
            }
            Part::Nginx => self.start_nginx().await,
            Part::Replica(number) => self.start_replica(number).await,
        }
    }

    fn take(&mut self, number: usize) -> anyhow::Result<ChildServer> {
        let replica = self.replicas.get_mut(number).context("there is no such replica")?;
        replica.server.take().context("the replica does not run")
    }

    fn spawn_replica(&mut self, number: usize) -> anyhow::Result<()> {
        let replica = self.replicas.get_mut(number).context("there is no such replica")?;
        let log = OpenOptions::new().create(true).append(true).open(replica.folder.join("doorbuster.log"))?;
        let mut command = self.house.server(&replica.folder, replica.address, None);
        command
            .env("REDIS_URL", self.redis.url())
            .env("TRUSTED_PROXIES", "127.0.0.1/32")
            .env("PUBLIC_URL", format!("http://{}", self.address))
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdout(log.try_clone()?)
            .stderr(log);
        replica.server = Some(ChildServer::spawn("doorbuster", &mut command)?);
        Ok(())
    }

    async fn until_ready(&mut self, number: usize) -> anyhow::Result<()> {
        let replica = self.replicas.get_mut(number).context("there is no such replica")?;
        let server = replica.server.as_mut().context("the replica does not run")?;
        let log = replica.folder.join("doorbuster.log");
        wait_until_ready(&Api::new(Target::of(replica.address)), server, &log).await
    }
}

/// A process of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// PostgreSQL.
    PostgreSql,
    /// Redis.
    Redis,
    /// nginx.
    Nginx,
    /// A replica, counted from 0.
    Replica(usize),
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::PostgreSql => f.write_str("postgresql"),
            Self::Redis => f.write_str("redis"),
            Self::Nginx => f.write_str("nginx"),
            Self::Replica(number) => write!(f, "replica-{}", number + 1),
        }
    }
}
