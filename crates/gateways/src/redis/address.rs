use std::fmt;
use std::str::FromStr;

use deadpool_redis::redis::{ConnectionAddr, ConnectionInfo, IntoConnectionInfo};

/// `REDIS_URL`, understood. Showing it shows no password.
#[derive(Clone)]
pub struct RedisAddress(ConnectionInfo);

/// Why a text is no address of a Redis. It never shows the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedisAddressError {
    /// Something else.
    #[error("not an address like redis://user:password@host:6379/0 or redis+unix:///run/redis.sock")]
    NotUnderstood,
    /// `rediss://`
    #[error("this build speaks no TLS to Redis: use redis:// on a private network, or a TLS tunnel")]
    Tls,
}

impl RedisAddress {
    /// The number of its database.
    pub fn database(&self) -> i64 {
        self.0.redis_settings().db()
    }

    /// How to connect. Small commands go out at once: Nagle's algorithm would hold every second one back for 40 ms.
    pub(super) fn connection_info(&self) -> ConnectionInfo {
        let info = self.0.clone();
        let tcp = info.tcp_settings().clone().set_nodelay(true);
        info.set_tcp_settings(tcp)
    }
}

impl FromStr for RedisAddress {
    type Err = RedisAddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("rediss:") || text.starts_with("valkeys:") {
            return Err(RedisAddressError::Tls);
        }
        text.into_connection_info().map(Self).map_err(|_| RedisAddressError::NotUnderstood)
    }
}

impl fmt::Display for RedisAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = self.0.redis_settings();
        match self.0.addr() {
            ConnectionAddr::Unix(path) => write!(f, "{}", path.display())?,
            address => write!(f, "{address}")?,
        }
        write!(f, ", database {}", settings.db())?;
        f.write_str(if settings.password().is_some() { ", with a password" } else { ", without a password" })
    }
}

impl fmt::Debug for RedisAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedisAddress({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_understood_and_its_password_never_shown() {
        for (text, shown) in [
            ("redis://127.0.0.1", "127.0.0.1:6379, database 0, without a password"),
            ("redis://shop:hunter2@cache:7000/3", "cache:7000, database 3, with a password"),
            ("redis://:hunter2@[::1]:7000", "::1:7000, database 0, with a password"),
            ("redis+unix:///run/redis.sock?pass=hunter2", "/run/redis.sock, database 0, with a password"),
        ] {
            let address: RedisAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), shown);
            assert_eq!(format!("{address:?}"), format!("RedisAddress({shown})"));
        }
    }

    #[test]
    fn anything_else_is_refused_without_showing_it() {
        for text in
            ["", "cache", "http://hunter2@cache", "redis://", "redis://cache:hunter2", "redis://c/hunter2"]
        {
            let error = text.parse::<RedisAddress>().unwrap_err();
            assert_eq!(error, RedisAddressError::NotUnderstood, "{text}");
            assert!(!error.to_string().contains("hunter2"));
        }
        assert_eq!("rediss://cache".parse::<RedisAddress>().unwrap_err(), RedisAddressError::Tls);
    }

    #[test]
    fn small_commands_are_not_held_back() {
        let address: RedisAddress = "redis://127.0.0.1".parse().unwrap();
        assert!(address.connection_info().tcp_settings().nodelay());
    }
}
