//! A real SMTP server of a test's own, which keeps what it takes.

use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::port::free_port;

const START_LIMIT: Duration = Duration::from_secs(20);
/// Bytes of the largest mail that it takes.
pub const LARGEST: usize = 20_000;

/// aiosmtpd on a loopback port, with a Maildir. It ends when this is dropped, or with the thread that started it.
#[derive(Debug)]
pub struct SmtpSink {
    folder: TempDir,
    port: u16,
    child: Child,
}

impl SmtpSink {
    /// Starts one and waits until it answers.
    ///
    /// # Panics
    /// When `aiosmtpd` is not installed or does not start.
    pub fn start() -> Self {
        let folder =
            tempfile::Builder::new().prefix("doorbuster-smtp-").tempdir().expect("a folder for mails");
        let port = free_port();
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "aiosmtpd", "--nosetuid"])
            .args(["--listen", &format!("127.0.0.1:{port}"), "--size", &LARGEST.to_string()])
            .args(["--class", "aiosmtpd.handlers.Mailbox"])
            .arg(folder.path().join("mails"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let child = child.expect("setpriv (package util-linux) runs aiosmtpd");
        let mut sink = Self { folder, port, child };
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = sink.child.try_wait().expect("aiosmtpd's status") {
                assert_ne!(status.code(), Some(127), "aiosmtpd is missing: `cargo xtask test` installs it");
                panic!("aiosmtpd ended with {status}");
            }
            assert!(started.elapsed() < START_LIMIT, "aiosmtpd is not ready after {START_LIMIT:?}");
            sleep(Duration::from_millis(20));
        }
        sink
    }

    /// `SMTP_URL` for it.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The mails that it has taken, as they came.
    ///
    /// # Panics
    /// When they cannot be read.
    pub fn mails(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.folder.path().join("mails/new")) else { return Vec::new() };
        let read = |entry: std::io::Result<fs::DirEntry>| {
            fs::read_to_string(entry.expect("a mail").path()).expect("a mail is text")
        };
        entries.map(read).collect()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
