//! The purchase path against the naive design, in one run on this machine.

use anyhow::Result;

use crate::process::Program;
use crate::workspace::Workspace;

/// Builds the release server and the load tools, and compares. Writes target/bench/report.json.
pub(crate) fn run(workspace: &Workspace, quick: bool) -> Result<()> {
    Program::new("cargo")
        .args(["build", "--release", "--package", "doorbuster-server", "--package", "doorbuster-stampede"])
        .dir(&workspace.root)
        .run()?;
    let mut arguments = vec!["compare"];
    if quick {
        arguments.push("--quick");
    }
    Program::new(workspace.target.join("release/stampede")).args(arguments).dir(&workspace.root).run()
}
