//! From a checkout to a running shop.

use std::path::PathBuf;

use anyhow::Result;

use crate::frontend;
use crate::postgres;
use crate::process::Program;
use crate::workspace::Workspace;

/// Builds what changed and becomes the server, which prints its addresses and the demo accounts.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    frontend::check_node()?;
    frontend::build(workspace)?;
    Program::new("cargo")
        .args(["build", "--release", "--package", "doorbuster-server"])
        .dir(&workspace.root)
        .run()?;
    if workspace.setting("DATABASE_URL").is_none() && postgres::installed().is_none() {
        let data_dir =
            workspace.setting("DATA_DIR").map_or_else(|| PathBuf::from(".doorbuster"), PathBuf::from);
        postgres::fetch(&workspace.root.join(data_dir).join("postgres-binaries"))?;
    }
    // The server reads `.env` and keeps its data relative to the working directory.
    Program::new(workspace.doorbuster("release")).args(["serve", "--demo"]).dir(&workspace.root).replace_us()
}
