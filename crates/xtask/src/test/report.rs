//! How the steps went.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::steps::Step;

/// How one step went.
pub(super) enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

/// All steps so far, printed as a table.
#[derive(Default)]
pub(super) struct Report {
    rows: Vec<(&'static str, Duration, Outcome)>,
}

impl Report {
    /// Runs one step and notes its time and outcome.
    pub(super) fn run(&mut self, step: &Step, action: impl FnOnce() -> Result<()>) {
        let started = Instant::now();
        let outcome = match action() {
            Ok(()) => Outcome::Passed,
            Err(error) => {
                let advice = step.fix.map_or_else(String::new, |fix| format!("\n  to fix it: {fix}"));
                eprintln!("\n{} FAILED: {error:#}{advice}", step.name);
                Outcome::Failed(format!("{error:#}{advice}"))
            }
        };
        self.rows.push((step.name, started.elapsed(), outcome));
    }

    /// Notes why a step was left out.
    pub(super) fn skip(&mut self, step: &Step, why: String) {
        self.rows.push((step.name, Duration::ZERO, Outcome::Skipped(why)));
    }

    pub(super) fn has_passed(&self, name: &str) -> bool {
        self.rows.iter().any(|(step, _, outcome)| *step == name && matches!(outcome, Outcome::Passed))
    }

    pub(super) fn count(&self, wanted: impl Fn(&Outcome) -> bool) -> usize {
        self.rows.iter().filter(|(_, _, outcome)| wanted(outcome)).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        for (name, took, outcome) in &self.rows {
            let took = format!("{:.1} s", took.as_secs_f64());
            match outcome {
                Outcome::Passed => writeln!(formatter, "{name:width$}  {took:>8}  passed")?,
                Outcome::Failed(why) => writeln!(formatter, "{name:width$}  {took:>8}  FAILED: {why}")?,
                Outcome::Skipped(why) => writeln!(formatter, "{name:width$}  {:>8}  skipped: {why}", "-")?,
            }
        }
        let total: Duration = self.rows.iter().map(|(_, took, _)| *took).sum();
        writeln!(formatter, "{:width$}  {:>8}", "total", format!("{:.1} s", total.as_secs_f64()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Report};
    use crate::test::steps::{Fast, STEPS, Step};
    use anyhow::bail;

    #[test]
    fn every_step_is_in_the_table() {
        let [first, second, third, ..] = &STEPS;
        let mut report = Report::default();
        report.run(first, || Ok(()));
        report.run(second, || bail!("broken"));
        report.skip(third, "no time".to_owned());
        let table = report.to_string();
        assert_eq!(report.count(|outcome| matches!(outcome, Outcome::Passed)), 1);
        assert!(report.has_passed(first.name) && !report.has_passed(second.name));
        assert!(table.contains("FAILED: broken") && table.contains("skipped: no time"), "{table}");
        assert_eq!(table.lines().next_back().and_then(|line| line.split(' ').next()), Some("total"));
    }

    #[test]
    fn needs_name_earlier_steps() {
        for (index, step) in STEPS.iter().enumerate() {
            let earlier = STEPS.iter().take(index).find(|other| Some(other.name) == step.needs);
            assert!(step.needs.is_none() || earlier.is_some(), "{}", step.name);
            // Otherwise --fast would leave out what a fast step needs.
            let is_fast = |step: &Step| !matches!(step.fast, Fast::LeftOut);
            assert!(!is_fast(step) || earlier.is_none_or(is_fast), "{}", step.name);
        }
    }
}
