//! Every check, in the order in which a mistake is cheapest to find.

mod end_to_end;
mod report;
mod steps;

use anyhow::{Result, bail};

use self::report::{Outcome, Report};
use self::steps::{Fast, STEPS, Step};
use crate::process::check_interrupted;
use crate::workspace::Workspace;

/// Runs all steps (or the fast ones), going on after a failure, and ends with a table and a line for CI.
pub(crate) fn run(workspace: &Workspace, fast: bool) -> Result<()> {
    let mut report = Report::default();
    for step in &STEPS {
        let failed_need = step.needs.filter(|need| !report.has_passed(need));
        let action = match step.fast {
            Fast::LeftOut if fast => {
                report.skip(step, "left out by --fast".to_owned());
                continue;
            }
            Fast::Part(part) if fast => part,
            Fast::Whole | Fast::Part(_) | Fast::LeftOut => step.action,
        };
        if let Some(need) = failed_need {
            report.skip(step, format!("needs `{need}`, which did not pass"));
        } else {
            announce(step);
            report.run(step, || action(workspace));
        }
        check_interrupted()?;
    }
    let passed = report.count(|outcome| matches!(outcome, Outcome::Passed));
    let failed = report.count(|outcome| matches!(outcome, Outcome::Failed(_)));
    println!("\n{report}\n{passed} passed, {failed} failed");
    if failed > 0 {
        bail!("the checks failed");
    }
    Ok(())
}

fn announce(step: &Step) {
    eprintln!("\n=== {} ===", step.name);
}
