use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use super::Allowed;

/// Why messages are not sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// It is no URL.
    #[error("an address such as https://example.com/hooks")]
    NoUrl,
    /// It is not encrypted.
    #[error("starts with https://")]
    NotEncrypted,
    /// It has a name or a password in it, which would be in logs.
    #[error("without a user name and a password")]
    Credentials,
    /// It has a part that is never sent.
    #[error("without #")]
    Fragment,
    /// It leads into a network that is not public.
    #[error("leads to an address that is not public, and this shop sends to public ones only")]
    NotPublic,
}

/// An address that messages may be sent to, as far as its text tells: what a name leads to is looked at when it is
/// resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) url: Url,
    /// Without encryption: this machine, and nothing else.
    pub(super) is_plain: bool,
}

impl Target {
    pub(super) fn read(text: &str, allowed: &Allowed) -> Result<Self, TargetError> {
        let url = Url::parse(text).map_err(|_| TargetError::NoUrl)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(TargetError::NoUrl)?;
        // The parser has turned 2130706433, 0x7f.1 and the like into addresses; IPv6 is in brackets.
        let address: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
        let is_plain = match url.scheme() {
            "https" => false,
            "http" => true,
            _ => return Err(TargetError::NotEncrypted),
        };
        let here = address.map_or(host == "localhost", |address| address.to_canonical().is_loopback());
        if is_plain && !(here && allows_here(allowed)) {
            return Err(TargetError::NotEncrypted);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(TargetError::Credentials);
        }
        if url.fragment().is_some() {
            return Err(TargetError::Fragment);
        }
        if address.is_some_and(|address| !allowed.allows(address)) {
            return Err(TargetError::NotPublic);
        }
        Ok(Self { url, is_plain })
    }
}

/// Whether this machine itself may be sent to.
fn allows_here(allowed: &Allowed) -> bool {
    allowed.allows(Ipv4Addr::LOCALHOST.into()) || allowed.allows(Ipv6Addr::LOCALHOST.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, allowed: &str) -> Result<bool, TargetError> {
        Target::read(text, &allowed.parse().unwrap()).map(|target| target.is_plain)
    }

    #[test]
    fn public_addresses_are_encrypted() {
        for good in [
            "https://example.com",
            "https://example.com:8443/a?b=c",
            "https://1.1.1.1/",
            "https://[2606:4700::1111]/",
        ] {
            assert_eq!(read(good, ""), Ok(false), "{good}");
        }
        for (bad, why) in [
            ("", TargetError::NoUrl),
            ("example.com", TargetError::NoUrl),
            ("https://", TargetError::NoUrl),
            ("http://example.com", TargetError::NotEncrypted),
            ("ftp://example.com", TargetError::NotEncrypted),
            ("file:///etc/passwd", TargetError::NoUrl),
            ("https://ada@example.com", TargetError::Credentials),
            ("https://:secret@example.com", TargetError::Credentials),
            ("https://example.com/#a", TargetError::Fragment),
        ] {
            assert_eq!(read(bad, "true"), Err(why), "{bad}");
        }
    }

    /// However it is written.
    #[test]
    fn private_addresses_are_refused() {
        for bad in [
            "127.0.0.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.1",
            "127.0.0.1.",
            "10.1.2.3",
            "169.254.169.254",
            "[::1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:a00:1]",
            "[fe80::1]",
            "0",
            "１２７.0.0.1",
        ] {
            assert_eq!(read(&format!("https://{bad}/"), ""), Err(TargetError::NotPublic), "{bad}");
            assert_eq!(read(&format!("https://{bad}/"), "true"), Ok(false), "{bad}");
        }
    }

    #[test]
    fn without_encryption_only_to_this_machine_and_only_when_allowed() {
        for here in ["http://127.0.0.1:9000/", "http://localhost:9000/", "http://[::1]/"] {
            assert_eq!(read(here, "true"), Ok(true), "{here}");
            assert_eq!(read(here, "10.0.0.0/8"), Err(TargetError::NotEncrypted), "{here}");
            assert_eq!(read(here, ""), Err(TargetError::NotEncrypted), "{here}");
        }
        assert_eq!(read("http://10.0.0.1/", "true"), Err(TargetError::NotEncrypted));
        assert_eq!(read("http://[::1]/", "127.0.0.0/8"), Err(TargetError::NotPublic));
    }
}
