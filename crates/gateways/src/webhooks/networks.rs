use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// What is on no public network: RFC 6890 and IANA's registry of special purposes, multicast and the rest of 224/3.
const RESERVED_V4: [Ipv4Net; 14] = [
    v4(0, 0, 0, 0, 8),
    v4(10, 0, 0, 0, 8),
    v4(100, 64, 0, 0, 10),
    v4(127, 0, 0, 0, 8),
    v4(169, 254, 0, 0, 16),
    v4(172, 16, 0, 0, 12),
    v4(192, 0, 0, 0, 24),
    v4(192, 0, 2, 0, 24),
    v4(192, 88, 99, 0, 24),
    v4(192, 168, 0, 0, 16),
    v4(198, 18, 0, 0, 15),
    v4(198, 51, 100, 0, 24),
    v4(203, 0, 113, 0, 24),
    v4(224, 0, 0, 0, 3),
];

/// Of IPv6 only this is public.
const GLOBAL_V6: Ipv6Net = v6(0x2000, 0, 3);

/// And of that not these: protocols (Teredo among them), documentation, 6to4, which hides an IPv4 address, documentation.
const RESERVED_V6: [Ipv6Net; 4] =
    [v6(0x2001, 0, 23), v6(0x2001, 0x0db8, 32), v6(0x2002, 0, 16), v6(0x3fff, 0, 20)];

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6(first: u16, second: u16, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(first, second, 0, 0, 0, 0, 0, 0), prefix)
}

/// `WEBHOOKS_ALLOW_PRIVATE`: which addresses besides public ones messages may be sent to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Allowed {
    /// `false`: public ones only.
    #[default]
    Public,
    /// Public ones and those of these networks.
    Networks(Vec<IpNet>),
    /// `true`: every address.
    Everything,
}

/// The text says neither.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither true, false nor a CIDR such as 10.1.2.0/24")]
pub struct AllowedError(String);

impl FromStr for Allowed {
    type Err = AllowedError;

    fn from_str(text: &str) -> Result<Self, AllowedError> {
        match text.trim() {
            "" | "false" => Ok(Self::Public),
            "true" => Ok(Self::Everything),
            list => {
                let network =
                    |text: &str| text.trim().parse().map_err(|_| AllowedError(text.trim().to_owned()));
                list.split(',').map(network).collect::<Result<_, _>>().map(Self::Networks)
            }
        }
    }
}

impl Allowed {
    /// Whether messages may be sent to this address.
    pub fn allows(&self, address: IpAddr) -> bool {
        // An IPv4 address in IPv6 clothes is that address.
        let address = address.to_canonical();
        match self {
            Self::Everything => true,
            Self::Public => is_public(address),
            Self::Networks(networks) => {
                is_public(address) || networks.iter().any(|network| network.contains(&address))
            }
        }
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !RESERVED_V4.iter().any(|network| network.contains(&address)),
        IpAddr::V6(address) => {
            GLOBAL_V6.contains(&address) && !RESERVED_V6.iter().any(|network| network.contains(&address))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(allowed: &str, address: &str) -> bool {
        allowed.parse::<Allowed>().unwrap().allows(address.parse().unwrap())
    }

    #[test]
    fn only_public_addresses_are_public() {
        let private = [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.254",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "100::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::",
            "3fff::1",
        ];
        for address in private {
            assert!(!allows("", address), "{address}");
            assert!(allows("true", address), "{address}");
        }
        for address in
            ["1.1.1.1", "93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1"]
        {
            assert!(allows("false", address), "{address}");
        }
    }

    #[test]
    fn networks_are_let_through_by_name() {
        let list = "10.1.2.0/24, fd00::/8";
        assert!(allows(list, "10.1.2.3") && allows(list, "::ffff:10.1.2.3") && allows(list, "fd12::1"));
        assert!(allows(list, "1.1.1.1"));
        assert!(!allows(list, "10.1.3.1") && !allows(list, "127.0.0.1"));
        for text in ["yes", "10.0.0.0/8,", "10.0.0.0/33"] {
            assert!(text.parse::<Allowed>().is_err(), "{text}");
        }
    }
}
