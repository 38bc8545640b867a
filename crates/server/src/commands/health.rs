use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::config::Config;

/// A server that does not answer in this time is not well.
const PATIENCE: Duration = Duration::from_secs(3);

/// Asks the server on LISTEN whether it is ready: for a container's health check, where there is no other client.
pub(crate) fn health(config: &Config) -> anyhow::Result<ExitCode> {
    let address = reachable(config.listen);
    let mut connection = TcpStream::connect_timeout(&address, PATIENCE)
        .with_context(|| format!("nobody answers on {address}"))?;
    connection.set_read_timeout(Some(PATIENCE))?;
    write!(connection, "GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).context("no answer")?;
    let (head, body) = answer.split_once("\r\n\r\n").context("not an answer")?;
    ensure!(head.starts_with("HTTP/1.1 200 "), "not ready: {}", body.trim());
    println!("ready");
    Ok(ExitCode::SUCCESS)
}

/// Who listens everywhere is asked on the loopback.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    (ip, listen.port()).into()
}

#[cfg(test)]
mod tests {
    use super::reachable;

    #[test]
    fn who_listens_everywhere_is_asked_here() {
        for (listen, asked) in
            [("0.0.0.0:80", "127.0.0.1:80"), ("[::]:80", "[::1]:80"), ("192.0.2.1:80", "192.0.2.1:80")]
        {
            assert_eq!(reachable(listen.parse().unwrap()), asked.parse().unwrap());
        }
    }
}
