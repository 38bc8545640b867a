use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

use super::{Allowed, TargetError};

/// Looks names up and hands out only what may be connected to. The connection goes to one of these addresses and the name
/// is not looked up again, so a name that leads elsewhere a moment later leads nowhere.
#[derive(Debug)]
pub(super) struct Guarded {
    pub(super) allowed: Arc<Allowed>,
    /// This machine, and nothing else.
    pub(super) only_here: bool,
}

impl Guarded {
    fn allows(&self, address: IpAddr) -> bool {
        self.allowed.allows(address) && (!self.only_here || address.to_canonical().is_loopback())
    }
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = Self { allowed: Arc::clone(&self.allowed), only_here: self.only_here };
        Box::pin(async move {
            // The port is the URL's: the one here is not used.
            let found: Vec<SocketAddr> = lookup_host((name.as_str(), 0)).await?.collect();
            let usable: Vec<SocketAddr> =
                found.into_iter().filter(|address| guard.allows(address.ip())).collect();
            if usable.is_empty() {
                return Err(TargetError::NotPublic.into());
            }
            let addresses: Addrs = Box::new(usable.into_iter());
            Ok(addresses)
        })
    }
}
