//! The purchase path against other designs and against less of itself, in one run on this machine.

use anyhow::Result;

use crate::process::Program;
use crate::workspace::Workspace;

/// What `cargo xtask bench` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only lanes, naive, sold out and the bare handler, in fewer and shorter rounds: under a minute.
    #[arg(long)]
    quick: bool,
    /// The longest history to measure, in orders. Ten million take minutes to make.
    #[arg(long)]
    rows_up_to: Option<u64>,
    /// Only these parts: rates, open, drain, syncs, streams, cart, browse, search, rows.
    #[arg(long)]
    only: Option<String>,
    /// Rounds of each case.
    #[arg(long)]
    rounds: Option<usize>,
    /// Keep the result in docs/bench too, named by date and commit.
    #[arg(long)]
    save: bool,
}

/// Builds the release server and the load tools, and measures. Writes target/bench/report.json, report.md and plots.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    Program::new("cargo")
        .args(["build", "--release", "--package", "doorbuster-server", "--package", "doorbuster-stampede"])
        .dir(&workspace.root)
        .run()?;
    let Arguments { quick, rows_up_to, only, rounds, save } = arguments;
    let mut words = vec!["bench".to_owned()];
    words.extend(quick.then(|| "--quick".to_owned()));
    words.extend(rows_up_to.map(|rows| format!("--rows-up-to={rows}")));
    words.extend(only.as_ref().map(|parts| format!("--only={parts}")));
    words.extend(rounds.map(|rounds| format!("--rounds={rounds}")));
    words.extend(save.then(|| "--save=docs/bench".to_owned()));
    Program::new(workspace.target.join("release/stampede")).args(words).dir(&workspace.root).run()
}
