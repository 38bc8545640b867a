//! This process in the registry of replicas, by which nginx finds it.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_gateways::redis::Redis;
use doorbuster_gateways::registry::{self, HEARTBEAT, Replica};
use tokio::net::lookup_host;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::config::Config;

/// Announces a replica until it leaves. Redis may come and go meanwhile.
pub(crate) struct Registration {
    redis: Redis,
    replica: Arc<Replica>,
    heartbeat: JoinHandle<()>,
}

impl Registration {
    /// Starts to announce this process. Call it when it serves.
    ///
    /// # Errors
    /// When nobody can know where others reach us.
    pub(crate) async fn start(config: &Config, redis: Redis) -> anyhow::Result<Self> {
        let address = advertised(config).await?;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let replica = Arc::new(Replica { address, id: fresh_id().to_string(), version });
        tracing::info!("replica {} at {address}", replica.id);
        let heartbeat = tokio::spawn(announce(redis.clone(), Arc::clone(&replica)));
        Ok(Self { redis, replica, heartbeat })
    }

    /// Stops announcing, and takes us out. Requests go on coming until the proxy has read that.
    pub(crate) async fn leave(self) {
        self.heartbeat.abort();
        // A heartbeat that is under way would bring us back.
        let _aborted = self.heartbeat.await;
        if let Err(error) = registry::leave(&self.redis, &self.replica).await {
            tracing::warn!(%error, "cannot leave the registry; our time there ends by itself");
        }
    }
}

async fn announce(redis: Redis, replica: Arc<Replica>) {
    let mut beats = interval(HEARTBEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beats.tick().await;
        // That Redis is away is told by the pool, once.
        if let Err(error) = registry::announce(&redis, &replica).await {
            tracing::debug!(%error, "not announced");
        }
    }
}

/// ADVERTISE, else LISTEN, else (we listen everywhere) what this machine's name means, as in a container.
async fn advertised(config: &Config) -> anyhow::Result<SocketAddr> {
    if let Some(address) = config.advertise {
        return Ok(address);
    }
    if !config.listen.ip().is_unspecified() {
        return Ok(config.listen);
    }
    let unknown = "ADVERTISE: nobody can tell where other machines reach this one; set it to address:port";
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let mut addresses = lookup_host((name, config.listen.port())).await.context(unknown)?;
    addresses.find(|address| address.is_ipv4() && !address.ip().is_loopback()).context(unknown)
}
