//! `stampede baseline` as a child process.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;

use super::{ChildServer, Shop};
use crate::baselines::Baseline;
use crate::client::Target;

/// A baseline on a shop's database.
#[derive(Debug)]
pub struct BaselineServer {
    server: ChildServer,
    target: Target,
}

impl BaselineServer {
    /// Starts it with `stampede` (this program, unless a test says otherwise) and reads where it listens.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(stampede: &Path, baseline: Baseline, shop: &Shop) -> anyhow::Result<Self> {
        let mut command = Command::new(stampede);
        command
            .args(["baseline", baseline.name(), "--data-dir"])
            .arg(shop.data_dir())
            .env("JWT_SECRET", shop.secret())
            .env("RUST_LOG", "warn")
            // It serves until this ends, which it does even when we are killed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut server = ChildServer::spawn(baseline.name(), &mut command)?;
        let output = server.child().stdout.take().context("a baseline has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line
            .trim()
            .strip_prefix("listening on ")
            .with_context(|| format!("`stampede baseline {}` did not start", baseline.name()))?;
        Ok(Self { target: Target::of(address.parse()?), server })
    }

    /// Where it listens.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.server.pid()
    }

    /// Fails if it has ended by itself.
    ///
    /// # Errors
    /// With the way it ended.
    pub fn check(&mut self) -> anyhow::Result<()> {
        self.server.check()
    }
}
