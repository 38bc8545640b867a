use std::process::ExitCode;

use anyhow::Context as _;
use doorbuster_persistence::platform::{Finding, audit as check};
use serde_json::json;

use crate::config::Config;
use crate::storage::Storage;

/// Checks every invariant on the live database, one line each.
pub(crate) async fn audit(config: &Config, json: bool) -> anyhow::Result<ExitCode> {
    let storage = Storage::attach(config).await?;
    let database = storage.database(config);
    let audited = check(&database).await;
    let findings =
        audited.context("cannot audit; a database that was never used needs `doorbuster migrate`")?;
    database.close().await;
    storage.stop().await?;
    if json {
        let checks: Vec<_> = findings.iter().map(as_json).collect();
        println!("{}", serde_json::to_string_pretty(&json!({ "checks": checks }))?);
    } else {
        for Finding { check, invariant, violations, examples } in &findings {
            let verdict = if *violations == 0 { "ok".to_owned() } else { format!("{violations} VIOLATED") };
            println!("{verdict:<12} {check:<18} {invariant}");
            for example in examples {
                println!("{:<12} {example}", "");
            }
        }
    }
    let clean = findings.iter().all(|finding| finding.violations == 0);
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn as_json(finding: &Finding) -> serde_json::Value {
    let Finding { check, invariant, violations, examples } = finding;
    json!({ "check": check, "invariant": invariant, "violations": violations, "examples": examples })
}
