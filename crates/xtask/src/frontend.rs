//! The npm side: the front end and the small package that lints the OpenAPI document.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::Program;
use crate::stamp::Stamp;
use crate::workspace::{Workspace, shown};

const INSTALL_LIMIT: Duration = Duration::from_secs(600);
/// The oldest Node.js the front end's tools run on, as major and minor.
const NODE: (u32, u32) = (20, 19);

/// Fails with the way out when Node.js or npm is missing or too old.
pub(crate) fn check_node() -> Result<()> {
    let advice = format!("install Node.js {}.{} or newer with npm (https://nodejs.org)", NODE.0, NODE.1);
    let version = Program::new("node").args(["--version"]).output().with_context(|| advice.clone())?;
    if parse_node_version(&version).is_none_or(|found| found < NODE) {
        bail!("Node.js is {}: {advice}", version.trim());
    }
    Program::new("npm").args(["--version"]).output().with_context(|| advice)?;
    Ok(())
}

fn parse_node_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Installs the packages of a folder's package-lock.json, unless that was done.
pub(crate) fn install(workspace: &Workspace, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    if !lock.is_file() {
        bail!("{} is missing: commit the one `npm install` writes", shown(workspace, &lock));
    }
    let stamp = Stamp::new(folder.join("node_modules/.doorbuster-installed"), &[lock])?;
    if !stamp.is_outdated() {
        return Ok(());
    }
    let ci = Program::new("npm").args(["ci", "--no-audit", "--no-fund"]);
    ci.dir(folder).limit(INSTALL_LIMIT).run()?;
    stamp.set()
}

/// `npm run SCRIPT` in the front end.
pub(crate) fn script(workspace: &Workspace, script: &str) -> Program {
    Program::new("npm").args(["run", "--silent", script]).dir(&workspace.frontend())
}

/// Builds the pages the server ships, unless nothing changed since the last time.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let folder = workspace.frontend();
    install(workspace, &folder)?;
    let stamp = Stamp::new(folder.join("node_modules/.doorbuster-built"), std::slice::from_ref(&folder))?;
    if !stamp.is_outdated() && folder.join("dist/index.html").is_file() {
        eprintln!("The front end is unchanged.");
        return Ok(());
    }
    script(workspace, "build").run()?;
    stamp.set()
}

#[cfg(test)]
mod tests {
    use super::{NODE, parse_node_version};

    #[test]
    fn node_versions_compare_by_number() {
        assert_eq!(parse_node_version("v20.20.2\n"), Some((20, 20)));
        assert!(parse_node_version("v9.99.0").unwrap() < NODE);
        assert!(parse_node_version("v22.0.0").unwrap() > NODE);
        assert_eq!(parse_node_version("nonsense"), None);
    }
}
