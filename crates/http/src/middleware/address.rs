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

/// Each proxy of ours wrote down at the end whom it had heard: read from there to the first that is not ours. What stands
/// before it the client may have made up, and what cannot be read ends the search.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let mut client = peer;
    if proxies.is_empty() || !is_trusted(peer, proxies) {
        return client;
    }
    for value in headers.get_all("x-forwarded-for").iter().rev() {
        let Ok(hops) = value.to_str() else { return client };
        for hop in hops.rsplit(',') {
            let Some(address) = read(hop) else { return client };
            client = address;
            if !is_trusted(client, proxies) {
                return client;
            }
        }
    }
    client
}

/// An address, as some proxies write it with a port or in brackets.
fn read(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    let address = bare.parse().or_else(|_| hop.parse().map(|socket: SocketAddr| socket.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn networks(text: &str) -> Vec<IpNet> {
        text.split(',').filter_map(|network| network.parse().ok()).collect()
    }

    fn seen_in(peer: &str, lines: &[&[u8]], proxies: &str) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_bytes(line).unwrap());
        }
        client(peer.parse().unwrap(), &headers, &networks(proxies)).to_string()
    }

    fn seen(peer: &str, forwarded: &str, proxies: &str) -> String {
        seen_in(peer, &[forwarded.as_bytes()], proxies)
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

    #[test]
    fn addresses_are_read_in_all_their_spellings() {
        for (hop, address) in [
            ("203.0.113.9", "203.0.113.9"),
            (" 203.0.113.9\t", "203.0.113.9"),
            ("203.0.113.9:4711", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("2001:db8::9", "2001:db8::9"),
            ("[2001:db8::9]", "2001:db8::9"),
            ("[2001:db8::9]:4711", "2001:db8::9"),
        ] {
            assert_eq!(seen("10.0.0.1", hop, "10.0.0.0/8"), address, "{hop}");
        }
        assert_eq!(seen("fd00::1", "2001:db8::9, fd00::2", "10.0.0.0/8,fd00::/8"), "2001:db8::9");
    }

    #[test]
    fn what_cannot_be_read_ends_the_search() {
        for hop in
            ["", "unknown", "203.0.113", "203.0.113.9.9", "1.2.3.4/8", "[2001:db8::9", "_hidden", "::1%eth0"]
        {
            let forwarded = format!("198.51.100.1, {hop}, 10.0.0.2");
            assert_eq!(seen("10.0.0.1", &forwarded, "10.0.0.0/8"), "10.0.0.2", "{hop}");
            assert_eq!(seen("10.0.0.1", hop, "10.0.0.0/8"), "10.0.0.1", "{hop}");
        }
        let lines: [&[u8]; 3] = [b"198.51.100.1", b"\xff", b"10.0.0.2"];
        assert_eq!(seen_in("10.0.0.1", &lines, "10.0.0.0/8"), "10.0.0.2", "not even text");
    }

    #[test]
    fn several_lines_are_one_list() {
        let lines: [&[u8]; 2] = [b"198.51.100.1, 203.0.113.9", b"10.0.0.3, 10.0.0.2"];
        assert_eq!(seen_in("10.0.0.1", &lines, "10.0.0.0/8"), "203.0.113.9");
        let own: [&[u8]; 2] = [b"10.0.0.3", b"10.0.0.2"];
        assert_eq!(seen_in("10.0.0.1", &own, "10.0.0.0/8"), "10.0.0.3", "all are ours: the first of them");
        assert_eq!(seen_in("10.0.0.1", &[], "10.0.0.0/8"), "10.0.0.1");
    }

    proptest! {
        /// Whatever a client sends along, our own proxies' entries at the end decide.
        #[test]
        fn nobody_can_talk_themselves_into_another_address(
            made_up in proptest::collection::vec("[ -~]{0,40}", 0..4),
            real in any::<[u8; 4]>(),
            proxies in 0_usize..3,
        ) {
            let real = IpAddr::from(real);
            prop_assume!(!is_trusted(real, &networks("10.0.0.0/8")));
            // The first proxy notes the client, each further one the proxy before it.
            let mut hops = made_up;
            hops.push(real.to_string());
            hops.extend((0..proxies).map(|n| format!("10.0.0.{n}")));
            let seen = seen("10.1.1.1", &hops.join(", "), "10.0.0.0/8");
            prop_assert_eq!(seen, real.to_string());
        }

        #[test]
        fn no_header_makes_it_fail(line in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(value) = HeaderValue::from_bytes(&line) {
                let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), value)]);
                client("10.0.0.1".parse().unwrap(), &headers, &networks("10.0.0.0/8"));
            }
        }
    }
}
