//! The contract: written from the code, and from it the front end's client.

use std::fs;

use anyhow::{Context, Result};

use crate::frontend;
use crate::process::Program;
use crate::workspace::Workspace;

/// Writes openapi/openapi.json and generates the client.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    frontend::check_node()?;
    Program::new("cargo").args(["build", "--package", "doorbuster-server"]).dir(&workspace.root).run()?;
    let document =
        Program::new(workspace.doorbuster("debug")).args(["openapi"]).dir(&workspace.root).output()?;
    serde_json::from_str::<serde_json::Value>(&document).context("`doorbuster openapi` printed no JSON")?;
    let file = workspace.openapi().join("openapi.json");
    // Written only when it differs, so that nothing is rebuilt for nothing.
    let document = format!("{}\n", document.trim_end());
    if fs::read_to_string(&file).ok().as_ref() == Some(&document) {
        println!("openapi/openapi.json is current.");
    } else {
        fs::write(&file, document)?;
        println!("Wrote openapi/openapi.json.");
    }
    frontend::install(workspace, &workspace.frontend())?;
    frontend::script(workspace, "generate").run()
}
