//! A stampede with every kind of fault against two real servers, small enough for every day.

use std::fs;
use std::process::{Command, Output};

/// `stampede`, which is also the shop when it is called by the shop's name.
fn stampede(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_stampede");
    Command::new(program).args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn two_servers_sell_every_unit_once_whatever_breaks() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (history, report) = (path("history.jsonl"), path("report.json"));
    let program = env!("CARGO_BIN_EXE_stampede");
    let arguments =
        "check --requests 2000 --buyers 400 --units 150 --connections 32 --servers 2 --fault all --seed 1";
    let mut arguments: Vec<&str> = arguments.split(' ').collect();
    // A debug build beside other tests may be late with its refreshes; the release build is held to less.
    arguments.extend([
        "--staleness",
        "6000",
        "--program",
        program,
        "--history",
        &history,
        "--report",
        &report,
    ]);
    let checked = stampede(&arguments);
    assert!(checked.status.success(), "{}", text(&checked));

    // It really was one: faults happened, units were sold, ran out and came back.
    let report: serde_json::Value = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    let round = &report[0];
    assert!(round["faults"].as_u64().unwrap() >= 4, "{round}");
    for (what, least) in [("requests", 2_000), ("orders", 150), ("released", 30)] {
        assert!(round[what].as_u64().unwrap() >= least, "{what}: {round}");
    }
    assert!(round["answers"]["409 sold_out"].as_u64().unwrap() > 0, "{round}");

    // The saved history says the same, and one changed promise is found.
    let again = stampede(&["verify", &history, "--staleness", "6000"]);
    assert!(again.status.success(), "{}", text(&again));
    let saved = fs::read_to_string(&history).unwrap();
    let order = saved
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find(|event| event["event"] == "attempt" && event["outcome"]["status"] == 201)
        .unwrap()["outcome"]["order"]
        .as_str()
        .unwrap()
        .to_owned();
    let (truth, events) = saved.split_at(saved.match_indices('\n').nth(1).unwrap().0);
    let doctored = events.replace(&order, "00000000-0000-0000-0000-000000000001");
    fs::write(&history, format!("{truth}{doctored}")).unwrap();
    let found = stampede(&["verify", &history, "--staleness", "6000"]);
    assert!(!found.status.success());
    assert!(text(&found).contains("AcknowledgedIsStored"), "{}", text(&found));
}

#[test]
fn what_is_no_history_is_not_verified() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), "{}\n").unwrap();
    assert!(!stampede(&["verify", &file.path().display().to_string()]).status.success());
}
