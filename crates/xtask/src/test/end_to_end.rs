//! The front end's browser tests against the real shop, and then its books.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rustix::process::Signal;

use crate::frontend;
use crate::packages;
use crate::postgres;
use crate::process::{Background, Program, check_interrupted};
use crate::workspace::Workspace;

/// A first start creates a cluster and the demo data, in a debug build.
const START_LIMIT: Duration = Duration::from_secs(180);
/// Settings of a developer's own shop, which the tests must not touch.
const FOREIGN: [&str; 8] = [
    "DATABASE_URL",
    "DATABASE_REPLICA_URL",
    "DATABASE_MIGRATION_URL",
    "REDIS_URL",
    "STRIPE_SECRET_KEY",
    "STORAGE_URL",
    "SMTP_URL",
    "PUBLIC_URL",
];
const TEST_LIMIT: Duration = Duration::from_secs(1_200);

pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let browser = packages::browser()?;
    Program::new("cargo").args(["build", "--package", "doorbuster-server"]).dir(&workspace.root).run()?;

    // PostgreSQL's account has to pass through the folder when we are root.
    let passable = std::fs::Permissions::from_mode(0o711);
    let folder = tempfile::Builder::new().prefix("doorbuster-e2e-").permissions(passable).tempdir()?;
    let data_dir = folder.path().join("data");
    if postgres::installed().is_none() {
        postgres::fetch(&data_dir.join("postgres-binaries"))?;
    }
    let address = free_address()?;
    let doorbuster = |arguments: &[&str]| {
        Program::new(workspace.doorbuster("debug"))
            .args(arguments)
            .dir(folder.path())
            .without(&FOREIGN)
            .env("DATA_DIR", &data_dir)
            .env("LISTEN", address.to_string())
            .env("ENVIRONMENT", "development")
            .env("RATE_LIMIT", "off")
            .env("RUST_LOG", "warn")
    };

    let mut server = doorbuster(&["serve", "--demo"]).spawn()?;
    wait_until_ready(&mut server, address)?;
    let tests = browser_tests(workspace, address, &data_dir, &browser);
    let stopped = server.stop(Signal::TERM);
    // The books are checked whatever the tests said: a test that broke them has found more than a wrong page.
    let audit = doorbuster(&["audit"]).limit(Duration::from_secs(120)).run();
    tests?;
    let status = stopped?;
    if !status.success() {
        bail!("the server did not stop cleanly: {status}");
    }
    audit
}

fn browser_tests(workspace: &Workspace, address: SocketAddr, data_dir: &Path, browser: &Path) -> Result<()> {
    frontend::script(workspace, "e2e")
        .env("DOORBUSTER_URL", format!("http://{address}"))
        .env("DOORBUSTER_DEMO_ACCOUNTS", data_dir.join("demo-accounts.json"))
        .env("CHROME_PATH", browser)
        .limit(TEST_LIMIT)
        .run()
}

/// A port nobody uses at this moment.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

fn wait_until_ready(server: &mut Background, address: SocketAddr) -> Result<()> {
    let started = Instant::now();
    while !is_ready(address) {
        check_interrupted()?;
        if let Some(status) = server.ended()? {
            bail!("the server ended with {status} before it was ready");
        }
        if started.elapsed() > START_LIMIT {
            bail!("the server is not ready after {} s", START_LIMIT.as_secs());
        }
        sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn is_ready(address: SocketAddr) -> bool {
    const YES: &[u8] = b"HTTP/1.1 200";
    let limit = Duration::from_secs(2);
    let ask = || -> std::io::Result<bool> {
        let mut connection = TcpStream::connect_timeout(&address, limit)?;
        connection.set_read_timeout(Some(limit))?;
        let request = format!("GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        connection.write_all(request.as_bytes())?;
        let mut start = [0; YES.len()];
        connection.read_exact(&mut start)?;
        Ok(start == YES)
    };
    ask().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::is_ready;
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpListener};

    #[test]
    fn only_a_shop_that_says_so_is_ready() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shop = std::thread::spawn(move || {
            for status in ["503 Service Unavailable", "200 OK"] {
                let (mut connection, _) = listener.accept().unwrap();
                let mut request = [0; 512];
                let length = connection.read(&mut request).unwrap();
                assert!(request[..length].starts_with(b"GET /health/ready HTTP/1.1\r\n"));
                write!(connection, "HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").unwrap();
            }
        });
        assert!(!is_ready(address));
        assert!(is_ready(address));
        shop.join().unwrap();
        assert!(!is_ready(address));
    }
}
