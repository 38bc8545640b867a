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

#[cfg(test)]
mod tests {
    use super::advertised;
    use crate::config::Config;

    async fn of(variables: &[(&str, &str)]) -> Option<String> {
        let lookup =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into());
        let config = Config::read(lookup).unwrap();
        advertised(&config).await.ok().map(|address| address.to_string())
    }

    #[tokio::test]
    async fn others_reach_us_where_we_say_or_listen() {
        let secret = ("JWT_SECRET", "0123456789abcdef0123456789abcdef");
        assert_eq!(of(&[("LISTEN", "192.0.2.1:80"), secret]).await.as_deref(), Some("192.0.2.1:80"));
        let said = [("LISTEN", "0.0.0.0:80"), ("ADVERTISE", "192.0.2.7:8000"), secret];
        assert_eq!(of(&said).await.as_deref(), Some("192.0.2.7:8000"));
        // What this machine's name means, if anything: never "everywhere", never the loopback.
        if let Some(found) = of(&[("LISTEN", "0.0.0.0:80"), secret]).await {
            assert!(
                found.ends_with(":80") && !found.starts_with("0.0.0.0") && !found.starts_with("127."),
                "{found}"
            );
        }
    }
}
