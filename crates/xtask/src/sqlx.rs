//! The offline data of sqlx's checked queries, without sqlx-cli: its macros write one file per query when they talk to a
//! database and `SQLX_OFFLINE_DIR` is set.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::postgres::{self, Cluster};
use crate::process::Program;
use crate::workspace::Workspace;

/// The only crate with SQL.
const PACKAGE: &str = "doorbuster-persistence";

/// The files of .sqlx/ by name.
type Queries = BTreeMap<String, String>;

/// Refreshes .sqlx/, or only compares it.
pub(crate) fn run(workspace: &Workspace, check: bool) -> Result<()> {
    let fresh = describe(workspace)?;
    if fresh.is_empty() {
        bail!("no query was described: do sqlx's macros still write to SQLX_OFFLINE_DIR?");
    }
    let folder = workspace.root.join(".sqlx");
    let committed = read(&folder)?;
    let differences = differences(&committed, &fresh);
    if differences.is_empty() {
        println!("All {} queries in .sqlx/ are current.", fresh.len());
        return Ok(());
    }
    for difference in &differences {
        println!("{difference}");
    }
    if check {
        bail!("{} queries differ from .sqlx/: run `cargo xtask sqlx` and commit .sqlx/", differences.len());
    }
    fs::create_dir_all(&folder)?;
    for stale in committed.keys().filter(|name| !fresh.contains_key(*name)) {
        fs::remove_file(folder.join(stale))?;
    }
    for (name, text) in fresh.iter().filter(|(name, text)| committed.get(*name) != Some(text)) {
        fs::write(folder.join(name), text)?;
    }
    println!("Wrote {} queries to .sqlx/.", fresh.len());
    Ok(())
}

/// Compiles the queries against a new database with all migrations.
fn describe(workspace: &Workspace) -> Result<Queries> {
    let cluster = Cluster::start(&postgres::for_checks(workspace)?)?;
    cluster.migrate(&workspace.root.join("migrations"))?;
    let output = tempfile::tempdir()?;
    // Cargo does not know that the macros read a database, so what it compiled before has to go. In a build folder of its
    // own, that costs the others nothing, and they take no result of a database that is gone for their own.
    let target = workspace.target.join("sqlx");
    let cargo = |command: &str| {
        let arguments = [command, "--package", PACKAGE, "--target-dir"];
        Program::new("cargo").args(arguments).args([&target]).dir(&workspace.root)
    };
    cargo("clean").args(["--quiet"]).run()?;
    // Only the library has checked queries: its tests bring the whole workspace along, which would be built a second time.
    cargo("check")
        .args(["--lib"])
        .env("DATABASE_URL", cluster.url())
        .env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", output.path())
        .run()?;
    read(output.path())
}

fn read(folder: &Path) -> Result<Queries> {
    let mut queries = Queries::new();
    if !folder.is_dir() {
        return Ok(queries);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("query-") && name.ends_with(".json") {
            let text = fs::read_to_string(entry.path()).with_context(|| format!("cannot read {name}"))?;
            queries.insert(name, text);
        }
    }
    Ok(queries)
}

/// One line per query that is missing, stale or described otherwise.
fn differences(committed: &Queries, fresh: &Queries) -> Vec<String> {
    let missing = fresh.iter().filter(|(name, _)| !committed.contains_key(*name));
    let stale = committed.iter().filter(|(name, _)| !fresh.contains_key(*name));
    let changed = fresh.iter().filter(|(name, text)| committed.get(*name).is_some_and(|old| old != *text));
    missing
        .map(|query| line("missing", query))
        .chain(stale.map(|query| line("stale", query)))
        .chain(changed.map(|query| line("changed", query)))
        .collect()
}

fn line(what: &str, (name, text): (&String, &String)) -> String {
    let parsed: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let sql = parsed["query"].as_str().unwrap_or("(not readable)");
    let words: Vec<&str> = sql.split_whitespace().take(12).collect();
    format!("{what:>8}  {name}  {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{Queries, differences};

    #[test]
    fn every_kind_of_difference_is_named() {
        let set = |list: &[(&str, &str)]| -> Queries {
            list.iter().map(|(name, sql)| ((*name).to_owned(), format!(r#"{{"query":"{sql}"}}"#))).collect()
        };
        let committed = set(&[("a", "SELECT 1"), ("b", "SELECT 2"), ("c", "SELECT 3")]);
        let fresh = set(&[("a", "SELECT 1"), ("b", "SELECT 20"), ("d", "SELECT 4")]);
        let found = differences(&committed, &fresh);
        let starts: Vec<&str> = found.iter().map(|line| line.trim()).collect();
        assert_eq!(starts, ["missing  d  SELECT 4", "stale  c  SELECT 3", "changed  b  SELECT 20"]);
        assert!(differences(&committed, &committed).is_empty());
    }
}
