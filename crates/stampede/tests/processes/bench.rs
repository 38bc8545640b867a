//! The whole benchmark, tiny: every case, every part but the count of fdatasyncs (PostgreSQL tells it 10 s late).

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The shop's program: `stampede` by another name.
fn doorbuster(folder: &Path) -> PathBuf {
    let program = folder.join("doorbuster");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_stampede"), &program).unwrap();
    program
}

fn numbers(report: &Value, list: &str, key: &str) -> usize {
    report[list].as_array().unwrap().iter().filter(|found| found["key"] == key).count()
}

#[test]
fn a_tiny_run_measures_everything() {
    let folder = tempfile::tempdir().unwrap();
    let (output, saved) = (folder.path().join("output"), folder.path().join("saved"));
    let bench = Command::new(env!("CARGO_BIN_EXE_stampede"))
        .args(["bench", "--debug-build", "--rounds", "1", "--seconds", "0.3", "--customers", "300"])
        .args(["--only", "rates,open,drain,streams,cart,rows", "--rows-up-to", "1000", "--doorbuster"])
        .arg(doorbuster(folder.path()))
        .arg("--output")
        .arg(&output)
        .arg("--save")
        .arg(&saved)
        .output()
        .unwrap();
    assert!(bench.status.success(), "{}", String::from_utf8_lossy(&bench.stderr));

    let report: Value = serde_json::from_slice(&std::fs::read(output.join("report.json")).unwrap()).unwrap();
    for ratio in [
        "lanes_over_naive",
        "lanes_over_one_call",
        "lanes_over_no_database",
        "lanes_over_bare",
        "lanes_over_postgres_alone",
        "sold_out_over_bare",
        "naive_p99_over_lanes_p99",
        "watched_over_unwatched",
        "guests_over_naive",
        "longest_history_over_none",
    ] {
        assert!(report["ratios"][ratio].as_f64().is_some_and(|ratio| ratio > 0.0), "{ratio}: {report:#}");
    }
    for key in [
        "bare",
        "sold_out",
        "no_database",
        "lanes",
        "naive",
        "one_call",
        "lanes_64",
        "lanes_1000",
        "postgres_alone",
        "lanes_at_1000",
        "naive_at_1000",
        "lanes_at_20_percent",
        "lanes_at_70_percent",
        "lanes_unwatched",
        "lanes_watched",
        "naive_64",
        "guest_purchases",
    ] {
        assert_eq!((numbers(&report, "rounds", key), numbers(&report, "medians", key)), (1, 1), "{key}");
    }
    let rows: Vec<_> =
        report["sizes"].as_array().unwrap().iter().map(|size| size["rows"].as_u64().unwrap()).collect();
    assert_eq!(rows, [0, 1_000]);
    assert_eq!(report["drains"][0]["units"], 200);
    assert_eq!(
        (report["crowds"][0]["guests"].as_u64(), report["crowds"][0]["sold"].as_u64()),
        (Some(300), Some(50))
    );
    // Every round that sold something, the drain, the crowd of guests, and each size once.
    assert_eq!(report["audits"], 7 + 4 + 1 + 2 + 3 + 2);
    let watched =
        report["rounds"].as_array().unwrap().iter().find(|round| round["key"] == "lanes_watched").unwrap();
    assert_eq!(watched["streams"]["count"], 300);
    assert_eq!(report["machine"]["postgres"]["fsync"], "on");
    assert_eq!(report["machine"]["postgres"]["synchronous_commit"], "on");

    let text = std::fs::read_to_string(output.join("report.md")).unwrap();
    assert!(text.contains("debug build: these figures mean nothing"), "{text}");
    for plot in ["throughput.svg", "latency.svg", "history.svg"] {
        assert!(text.contains(&format!("({plot})")), "{plot} is not shown");
        assert!(std::fs::read_to_string(output.join(plot)).unwrap().ends_with("</svg>\n"));
    }
    let commit = report["machine"]["commit"].as_str().unwrap();
    let names: Vec<_> = std::fs::read_dir(&saved).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names.len(), 5);
    assert!(names.iter().all(|name| name.to_string_lossy().contains(commit)), "{names:?}");
}

#[cfg(debug_assertions)]
#[test]
fn a_debug_build_is_not_measured_by_mistake() {
    let bench = Command::new(env!("CARGO_BIN_EXE_stampede")).args(["bench", "--quick"]).output().unwrap();
    assert!(!bench.status.success());
    assert!(String::from_utf8_lossy(&bench.stderr).contains("a debug build measures nothing"));
}
