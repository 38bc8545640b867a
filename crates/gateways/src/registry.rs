//! The registry of replicas: which processes serve this shop, for the proxy in front of them.
//!
//! A sorted set in Redis: each member is a replica, its score the time by Redis' clock until which it counts. A replica
//! that dies says nothing more and is gone when its time is over. nginx reads the set (`deploy/nginx/lua/replicas.lua`).

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use deadpool_redis::redis::{Cmd, cmd};

use crate::redis::{Redis, RedisError};

/// The sorted set.
pub const KEY: &str = "doorbuster:replicas";

/// How often a replica says that it is there.
pub const HEARTBEAT: Duration = Duration::from_secs(1);

/// How long it counts after it said so: a busy machine, or a Redis that rests after a failure, may miss a few heartbeats.
/// Meanwhile a proxy passes over a dead replica when it cannot connect.
pub const TIME_TO_LIVE: Duration = Duration::from_secs(6);

/// Adds a replica, or prolongs its time; forgets those whose time is over.
const ANNOUNCE: &str = "\
    local time = redis.call('TIME') \
    local now = time[1] + time[2] / 1e6 \
    redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1]) \
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now) \
    return redis.call('EXPIRE', KEYS[1], 3600)";

const LIST: &str = "return redis.call('ZRANGEBYSCORE', KEYS[1], redis.call('TIME')[1], '+inf')";

/// A process that serves. As text: address, id and version, with a space between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replica {
    /// Where the proxy reaches it.
    pub address: SocketAddr,
    /// This process: one that is started again has another.
    pub id: String,
    /// The version that it runs.
    pub version: String,
}

/// A member of the set that is no replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not `address id version`")]
pub struct NoReplica;

impl fmt::Display for Replica {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, id, version } = self;
        write!(f, "{address} {id} {version}")
    }
}

impl FromStr for Replica {
    type Err = NoReplica;

    fn from_str(text: &str) -> Result<Self, NoReplica> {
        let mut words = text.split(' ');
        let (Some(address), Some(id), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(NoReplica);
        };
        let address = address.parse().map_err(|_| NoReplica)?;
        Ok(Self { address, id: id.to_owned(), version: version.to_owned() })
    }
}

/// Says that `replica` serves, for [`TIME_TO_LIVE`].
///
/// # Errors
/// [`RedisError`]
pub async fn announce(redis: &Redis, replica: &Replica) -> Result<(), RedisError> {
    redis.query(script(ANNOUNCE).arg(replica.to_string()).arg(TIME_TO_LIVE.as_secs())).await
}

/// Says that `replica` serves no more.
///
/// # Errors
/// [`RedisError`]
pub async fn leave(redis: &Redis, replica: &Replica) -> Result<(), RedisError> {
    redis.query(cmd("ZREM").arg(KEY).arg(replica.to_string())).await
}

/// Those that serve.
///
/// # Errors
/// [`RedisError`]
pub async fn list(redis: &Redis) -> Result<Vec<Replica>, RedisError> {
    let members: Vec<String> = redis.query(&script(LIST)).await?;
    // Whatever else somebody put there is none of ours.
    Ok(members.iter().filter_map(|member| member.parse().ok()).collect())
}

fn script(text: &str) -> Cmd {
    let mut command = cmd("EVAL");
    command.arg(text).arg(1).arg(KEY);
    command
}

#[cfg(test)]
mod tests {
    use super::{NoReplica, Replica};

    #[test]
    fn a_replica_is_three_words() {
        let replica =
            Replica { address: "[::1]:80".parse().unwrap(), id: "a".to_owned(), version: "1.0".to_owned() };
        assert_eq!(replica.to_string(), "[::1]:80 a 1.0");
        assert_eq!("[::1]:80 a 1.0".parse(), Ok(replica));
        for text in ["", "127.0.0.1:80 a", "127.0.0.1:80 a 1 2", "shop:80 a 1"] {
            assert_eq!(text.parse::<Replica>(), Err(NoReplica), "{text}");
        }
    }
}
