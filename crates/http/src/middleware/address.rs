use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;

use crate::App;
use crate::problem::ApiError;

/// The address of the client: the peer's, or, behind trusted proxies only, the last one in `X-Forwarded-For` that is
/// not itself a trusted proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<App> for ClientAddress {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a peer (tests in process) everybody is local.
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip().to_canonical());
        Ok(Self(client(peer, &parts.headers, &app.trusted_proxies)))
    }
}

/// Whether `address` is one of our proxies.
pub(super) fn is_trusted(address: IpAddr, proxies: &[IpNet]) -> bool {
    proxies.iter().any(|network| network.contains(&address))
}

fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    if proxies.is_empty() || !is_trusted(peer, proxies) {
        return peer;
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let addresses: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut client = peer;
    for address in addresses.into_iter().rev() {
        let Ok(address) = address.parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !is_trusted(client, proxies) {
            break;
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &str, proxies: &str) -> String {
        let proxies: Vec<IpNet> = proxies.split(',').filter_map(|network| network.parse().ok()).collect();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        client(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(seen("10.0.0.1", "203.0.113.9", ""), "10.0.0.1");
        assert_eq!(seen("198.51.100.1", "203.0.113.9", "10.0.0.0/8"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", "203.0.113.9", "10.0.0.0/8"), "203.0.113.9");
    }

    #[test]
    fn what_a_client_wrote_in_front_does_not_count() {
        assert_eq!(seen("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "10.0.0.0/8"), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", "1.1.1.1, nonsense, 10.0.0.2", "10.0.0.0/8"), "10.0.0.2");
    }
}
