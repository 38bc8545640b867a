//! Where requests go.

use std::net::{SocketAddr, ToSocketAddrs};

use anyhow::{Context, bail, ensure};

/// A server's address, from a URL like `http://127.0.0.1:8080`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    authority: String,
    address: SocketAddr,
}

impl Target {
    /// Reads an `http://host[:port]` URL and resolves its host.
    ///
    /// Addresses beyond this machine are refused unless `allow_remote`: a typing error must not aim a stampede at
    /// somebody else's server.
    ///
    /// # Errors
    /// What is wrong with the URL, or that its host has no address.
    pub fn parse(url: &str, allow_remote: bool) -> anyhow::Result<Self> {
        let Some(rest) = url.strip_prefix("http://") else {
            bail!("{url} must start with http:// (load is generated without TLS)");
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        ensure!(
            !authority.is_empty() && !authority.contains(['/', '?', '#', '@']),
            "{url} must be just http://host:port"
        );
        let port_given = authority.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
        let with_port = if port_given { authority.to_owned() } else { format!("{authority}:80") };
        let address = with_port
            .to_socket_addrs()
            .with_context(|| format!("{authority} has no address"))?
            .min_by_key(SocketAddr::is_ipv6)
            .with_context(|| format!("{authority} has no address"))?;
        ensure!(
            allow_remote || address.ip().is_loopback(),
            "{authority} is not this machine: add --allow-remote if that server is yours"
        );
        Ok(Self { authority: authority.to_owned(), address })
    }

    /// The target of a server that listens on `address`.
    #[must_use]
    pub fn of(address: SocketAddr) -> Self {
        Self { authority: address.to_string(), address }
    }

    /// For the `Host` header.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Where to connect.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn a_url_names_host_and_port() {
        let target = Target::parse("http://127.0.0.1:8080/", false).unwrap();
        assert_eq!(target.authority(), "127.0.0.1:8080");
        assert_eq!(target.address(), "127.0.0.1:8080".parse().unwrap());
        assert_eq!(Target::parse("http://127.0.0.1", false).unwrap().address().port(), 80);
        assert_eq!(Target::parse("http://[::1]:81", false).unwrap().address().port(), 81);
        assert_eq!(Target::parse("http://[::1]", false).unwrap().address().port(), 80);
    }

    #[test]
    fn only_plain_urls_of_this_machine_are_taken() {
        for url in
            ["https://127.0.0.1", "http://", "http://127.0.0.1:80/api", "http://a@127.0.0.1", "127.0.0.1:80"]
        {
            assert!(Target::parse(url, true).is_err(), "{url}");
        }
        assert!(Target::parse("http://192.0.2.1:80", false).is_err());
        assert!(Target::parse("http://192.0.2.1:80", true).is_ok());
    }
}
