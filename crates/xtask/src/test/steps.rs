//! What `cargo xtask test` runs.

use std::env;
use std::time::Duration;

use anyhow::{Context, Result};

use super::end_to_end;
use crate::cluster;
use crate::deploy;
use crate::frontend;
use crate::packages;
use crate::postgres;
use crate::process::Program;
use crate::sqlx;
use crate::workspace::Workspace;

/// One check.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) fast: Fast,
    /// The step without which this one makes no sense.
    pub(super) needs: Option<&'static str>,
    /// What to type when it fails, where that is one thing.
    pub(super) fix: Option<&'static str>,
    pub(super) action: fn(&Workspace) -> Result<()>,
}

/// What `--fast` makes of a step.
#[derive(Clone, Copy)]
pub(super) enum Fast {
    /// All of it.
    Whole,
    /// Less, in less time.
    Part(fn(&Workspace) -> Result<()>),
    /// Nothing.
    LeftOut,
}

const PACKAGES: &str = "front end: packages";
const BUILD: &str = "front end: build";
/// Test suites that need a minute, not several.
const QUICK: [&str; 3] = ["it", "simulation", "image_memory"];
/// Of the suites on a real PostgreSQL, what `--fast` runs: nothing is oversold, charged twice or open to the wrong people.
const HEART: [&str; 6] =
    ["orders::buy", "orders::races", "orders::pay_order", "cart::races", "payments::stripe", "permissions"];
/// The suites that start servers, kill them and load them: they take longer than all the others together.
const PROCESSES: [&str; 1] = ["processes"];

pub(super) static STEPS: [Step; 14] = [
    Step { name: "format", fast: Fast::Whole, needs: None, fix: Some("cargo fmt --all"), action: format },
    Step { name: "clippy", fast: Fast::Whole, needs: None, fix: None, action: clippy },
    Step { name: "queries", fast: Fast::LeftOut, needs: None, fix: None, action: queries },
    Step {
        name: "cargo test",
        fast: Fast::Part(fast_cargo_test),
        needs: None,
        fix: None,
        action: cargo_test,
    },
    Step {
        name: "cargo test: processes",
        fast: Fast::LeftOut,
        needs: None,
        fix: None,
        action: process_tests,
    },
    Step { name: PACKAGES, fast: Fast::Whole, needs: None, fix: None, action: install_packages },
    Step { name: "front end: types", fast: Fast::Whole, needs: Some(PACKAGES), fix: None, action: types },
    Step { name: "front end: lint", fast: Fast::LeftOut, needs: Some(PACKAGES), fix: None, action: lint },
    Step {
        name: "front end: unit tests",
        fast: Fast::Part(changed_unit_tests),
        needs: Some(PACKAGES),
        fix: None,
        action: unit_tests,
    },
    Step { name: BUILD, fast: Fast::LeftOut, needs: Some(PACKAGES), fix: None, action: build },
    Step { name: "openapi lint", fast: Fast::LeftOut, needs: None, fix: None, action: openapi_lint },
    Step { name: "deploy", fast: Fast::LeftOut, needs: None, fix: None, action: deploy::check },
    Step { name: "cluster", fast: Fast::LeftOut, needs: None, fix: None, action: cluster::rehearse },
    Step { name: "end to end", fast: Fast::LeftOut, needs: Some(BUILD), fix: None, action: end_to_end::run },
];

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Program {
    Program::new("cargo").args(arguments).dir(&workspace.root)
}

fn format(workspace: &Workspace) -> Result<()> {
    cargo(workspace, &["fmt", "--all", "--check"]).limit(minutes(2)).run()
}

fn clippy(workspace: &Workspace) -> Result<()> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    cargo(workspace, &arguments).limit(minutes(15)).run()
}

fn queries(workspace: &Workspace) -> Result<()> {
    sqlx::run(workspace, true)
}

/// All but [`process_tests`]. Both select targets and not packages, so that Cargo builds every dependency once.
fn cargo_test(workspace: &Workspace) -> Result<()> {
    tests(workspace, &["--lib", "--bins"], &QUICK, &[])?;
    cargo(workspace, &["test", "--workspace", "--doc"]).limit(minutes(5)).run()
}

/// Everything that needs no database, and [`HEART`].
fn fast_cargo_test(workspace: &Workspace) -> Result<()> {
    let units = ["test", "--workspace", "--lib", "--bins", "--test", "simulation"];
    cargo(workspace, &units).limit(minutes(10)).run()?;
    tests(workspace, &[], &["it"], &HEART)
}

fn process_tests(workspace: &Workspace) -> Result<()> {
    tests(workspace, &[], &PROCESSES, &[])
}

/// Runs what is in `units` and `suites`, of which only what has one of `names` in its name, if any is given.
fn tests(workspace: &Workspace, units: &[&str], suites: &[&str], names: &[&str]) -> Result<()> {
    packages::redis()?;
    packages::smtp()?;
    packages::s3(workspace)?;
    let mut arguments = vec!["test", "--workspace"];
    arguments.extend(units);
    arguments.extend(suites.iter().flat_map(|suite| ["--test", suite]));
    if !names.is_empty() {
        arguments.push("--");
        arguments.extend(names);
    }
    let tests = cargo(workspace, &arguments).limit(minutes(20));
    if postgres::installed().is_some() {
        return tests.run();
    }
    // Tests look for PostgreSQL where the shop does; one that was fetched is found through PATH.
    let bin = postgres::for_checks(workspace)?;
    let path = env::var_os("PATH").unwrap_or_default();
    tests.env("PATH", env::join_paths(env::split_paths(&path).chain([bin]))?).run()
}

fn install_packages(workspace: &Workspace) -> Result<()> {
    frontend::check_node()?;
    frontend::install(workspace, &workspace.frontend())
}

fn types(workspace: &Workspace) -> Result<()> {
    frontend::script(workspace, "typecheck").limit(minutes(5)).run()
}

fn lint(workspace: &Workspace) -> Result<()> {
    frontend::script(workspace, "lint").limit(minutes(5)).run()
}

fn unit_tests(workspace: &Workspace) -> Result<()> {
    frontend::script(workspace, "test").limit(minutes(10)).run()
}

/// Those that have to do with what is not committed yet.
fn changed_unit_tests(workspace: &Workspace) -> Result<()> {
    frontend::script(workspace, "test:changed").limit(minutes(10)).run()
}

fn build(workspace: &Workspace) -> Result<()> {
    frontend::build(workspace)
}

fn openapi_lint(workspace: &Workspace) -> Result<()> {
    let folder = workspace.openapi();
    frontend::check_node()?;
    frontend::install(workspace, &folder).context("the linter's packages")?;
    Program::new("npm").args(["run", "--silent", "lint"]).dir(&folder).limit(minutes(3)).run()
}

#[cfg(test)]
mod tests {
    use super::{PROCESSES, QUICK};
    use std::fs;
    use std::path::Path;

    #[test]
    fn no_suite_is_left_out() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let folders = fs::read_dir(crates).unwrap().map(|entry| entry.unwrap().path().join("tests"));
        let suites = folders.filter_map(|folder| fs::read_dir(folder).ok()).flatten();
        let names =
            suites.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned());
        let mut forgotten: Vec<String> =
            names.filter(|name| !QUICK.iter().chain(&PROCESSES).any(|known| known == name)).collect();
        forgotten.sort();
        assert!(forgotten.is_empty(), "`cargo xtask test` runs no {forgotten:?}");
    }
}
