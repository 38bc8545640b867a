//! Where the report goes.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::markdown::markdown;
use super::plot::plots;
use super::report::Report;

/// Writes report.json, report.md and the plots.
pub(super) fn write(report: &Report, folder: &Path) -> anyhow::Result<()> {
    put(report, folder, "report", "")
}

/// Writes the same with date and commit in every name, for a folder that keeps many.
pub(super) fn save(report: &Report, folder: &Path) -> anyhow::Result<()> {
    let name = format!("{}-{}", report.machine.at.format("%Y-%m-%d"), report.machine.commit);
    put(report, folder, &name, &format!("{name}-"))
}

fn put(report: &Report, folder: &Path, name: &str, prefix: &str) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    let put = |file: &str, bytes: &[u8]| {
        let path = folder.join(file);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    };
    let mut shown = Vec::new();
    for (file, title, svg) in plots(report) {
        let file = format!("{prefix}{file}");
        put(&file, svg.as_bytes())?;
        shown.push((title, file));
    }
    put(&format!("{name}.md"), markdown(report, &shown).as_bytes())?;
    put(&format!("{name}.json"), &serde_json::to_vec_pretty(report)?)
}
