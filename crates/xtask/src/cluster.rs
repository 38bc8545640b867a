//! The shop on several processes behind nginx, as plain processes on loopback. `stampede cluster` does it; this builds
//! it and makes sure that nginx and Redis are there.

use std::time::Duration;

use anyhow::Result;

use crate::frontend;
use crate::packages;
use crate::process::Program;
use crate::workspace::Workspace;

const MINUTES: Duration = Duration::from_secs(60);

/// What `cargo xtask cluster` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `up`, `status`, `kill PART`, `restart`, `down`, `rehearse [--quick]`, `measure`, or `help`
    #[arg(required = true, num_args = 1.., allow_hyphen_values = true, trailing_var_arg = true)]
    words: Vec<String>,
}

/// Hands the words to `stampede cluster`.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let first = arguments.words.first().map_or("", String::as_str);
    if matches!(first, "up" | "run" | "rehearse" | "measure") {
        packages::redis()?;
        packages::nginx()?;
        if first == "up" {
            frontend::check_node()?;
            frontend::build(workspace)?;
        }
    }
    build(workspace, &["--release"])?;
    Program::new(workspace.target.join("release/stampede"))
        .args(["cluster"])
        .args(&arguments.words)
        .dir(&workspace.root)
        .replace_us()
}

/// The rehearsal for every day, with what `cargo test` has built.
pub(crate) fn rehearse(workspace: &Workspace) -> Result<()> {
    packages::redis()?;
    packages::nginx()?;
    build(workspace, &[])?;
    Program::new(workspace.target.join("debug/stampede"))
        .args(["cluster", "rehearse", "--quick"])
        .dir(&workspace.root)
        .limit(5 * MINUTES)
        .run_telling_why()
}

/// The long one, for a proof: what it says.
pub(crate) fn prove(workspace: &Workspace, quick: bool) -> Result<String> {
    packages::redis()?;
    packages::nginx()?;
    Program::new(workspace.target.join("release/stampede"))
        .args(["cluster", "rehearse"])
        .args(quick.then_some("--quick"))
        .dir(&workspace.root)
        .output()
}

fn build(workspace: &Workspace, profile: &[&str]) -> Result<()> {
    Program::new("cargo")
        .args(["build", "--package", "doorbuster-server", "--package", "doorbuster-stampede"])
        .args(profile)
        .dir(&workspace.root)
        .run()
}
