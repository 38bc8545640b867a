//! What the rounds found.

use std::fmt::Write;
use std::ops::Sub;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde::Serialize;

use crate::process::Cost;
use crate::report::{Latency, Summary, median, ratio};

/// How the comparison was made.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Settings {
    pub(super) quick: bool,
    pub(super) connections: usize,
    pub(super) rounds: usize,
    #[serde(rename = "round_seconds", serialize_with = "seconds")]
    pub(super) round: Duration,
    pub(super) customers: usize,
    pub(super) fixed_rate: u32,
}

fn seconds<S: serde::Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(time.as_secs_f64())
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Design {
    /// The shop, one hot sale, as fast as it answers.
    Lanes,
    /// The naive design, the same.
    Naive,
    /// The shop, refusing.
    SoldOut,
    /// A handler that verifies and reads the same request and refuses without asking anybody.
    Bare,
    /// The shop at a fixed rate.
    LanesAtRate,
    /// The naive design at the same rate.
    NaiveAtRate,
}

impl Design {
    const ALL: [Self; 6] =
        [Self::Lanes, Self::Naive, Self::SoldOut, Self::Bare, Self::LanesAtRate, Self::NaiveAtRate];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lanes => "lanes",
            Self::Naive => "naive",
            Self::SoldOut => "sold out",
            Self::Bare => "bare handler",
            Self::LanesAtRate => "lanes at a fixed rate",
            Self::NaiveAtRate => "naive at a fixed rate",
        }
    }
}

/// Processor time of the three that share this machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs {
    pub(super) server: Cost,
    pub(super) postgres: Cost,
    pub(super) load: Cost,
}

impl Sub for Costs {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            server: self.server - earlier.server,
            postgres: self.postgres - earlier.postgres,
            load: self.load - earlier.load,
        }
    }
}

/// One round of one design.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Run {
    design: Design,
    #[serde(flatten)]
    summary: Summary,
    /// Microseconds of processor time for each answer.
    server_cpu_us: Option<f64>,
    postgres_cpu_us: Option<f64>,
    load_cpu_us: Option<f64>,
}

impl Run {
    pub(super) fn new(design: Design, summary: Summary, costs: Costs) -> Self {
        let answers = summary.outcomes.iter().map(|outcome| outcome.count).sum();
        Self {
            design,
            summary,
            server_cpu_us: costs.server.micros_each(answers),
            postgres_cpu_us: costs.postgres.micros_each(answers),
            load_cpu_us: costs.load.micros_each(answers),
        }
    }

    pub(super) fn rate(&self) -> f64 {
        self.summary.answered_per_second
    }
}

/// What is compared.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Ratios {
    /// Purchases of one hot sale: the shop's over the naive design's.
    lanes_over_naive: Option<f64>,
    /// Refusals of a sold-out sale: the shop's over a bare handler's.
    sold_out_over_bare: Option<f64>,
    /// p99 of a purchase at the fixed rate: the naive design's over the shop's.
    naive_p99_over_lanes_p99: Option<f64>,
}

/// The medians of one design's rounds.
#[derive(Clone, Copy, Debug, Serialize)]
struct Medians {
    design: Design,
    per_second: f64,
    latency_ms: Latency,
    server_cpu_us: Option<f64>,
    postgres_cpu_us: Option<f64>,
    load_cpu_us: Option<f64>,
}

/// Everything.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Report {
    settings: Settings,
    cpus: usize,
    ratios: Ratios,
    medians: Vec<Medians>,
    runs: Vec<Run>,
}

impl Report {
    pub(super) fn of(settings: Settings, runs: Vec<Run>) -> Self {
        let rates = |design| figures(&runs, design, |run| Some(run.rate()));
        let p99s = |design| figures(&runs, design, |run| Some(run.summary.latency_ms.p99));
        let ratios = Ratios {
            lanes_over_naive: ratio(&rates(Design::Lanes), &rates(Design::Naive)),
            sold_out_over_bare: ratio(&rates(Design::SoldOut), &rates(Design::Bare)),
            naive_p99_over_lanes_p99: ratio(&p99s(Design::NaiveAtRate), &p99s(Design::LanesAtRate)),
        };
        let medians = Design::ALL.into_iter().filter_map(|design| Medians::of(&runs, design)).collect();
        let cpus = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        Self { settings, cpus, ratios, medians, runs }
    }

    /// Fails when lanes are not at least `wanted` times as fast.
    pub(super) fn check(&self, wanted: Option<f64>) -> anyhow::Result<()> {
        let found = self.ratios.lanes_over_naive.context("nothing was measured")?;
        let enough = wanted.is_none_or(|wanted| found >= wanted);
        ensure!(enough, "lanes are only {found:.1} times as fast as the naive design");
        Ok(())
    }

    pub(super) fn markdown(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _full = self.write_markdown(&mut text);
        text
    }

    fn write_markdown(&self, text: &mut String) -> std::fmt::Result {
        let Settings { connections, rounds, round, fixed_rate, .. } = self.settings;
        writeln!(
            text,
            "Medians of {rounds} rounds of {:.0} s that took turns; {connections} connections; load, server and \
             PostgreSQL share {} processors.\n",
            round.as_secs_f64(),
            self.cpus
        )?;
        writeln!(
            text,
            "| design | answers/s | p50 / p99 / p99.9 ms | µs CPU each: server / PostgreSQL / load |"
        )?;
        writeln!(text, "|---|---:|---:|---:|")?;
        for Medians { design, per_second, latency_ms, server_cpu_us, postgres_cpu_us, load_cpu_us } in
            &self.medians
        {
            let cost =
                |micros: &Option<f64>| micros.map_or_else(|| "–".to_owned(), |micros| format!("{micros:.1}"));
            let name = match design {
                Design::LanesAtRate | Design::NaiveAtRate => format!("{} ({fixed_rate}/s)", design.name()),
                Design::Lanes | Design::Naive | Design::SoldOut | Design::Bare => design.name().to_owned(),
            };
            writeln!(
                text,
                "| {name} | {per_second:.0} | {:.2} / {:.2} / {:.2} | {} / {} / {} |",
                latency_ms.p50,
                latency_ms.p99,
                latency_ms.p999,
                cost(server_cpu_us),
                cost(postgres_cpu_us),
                cost(load_cpu_us)
            )?;
        }
        writeln!(text)?;
        let Ratios { lanes_over_naive, sold_out_over_bare, naive_p99_over_lanes_p99 } = self.ratios;
        for (what, found) in [
            ("lanes over naive", lanes_over_naive),
            ("sold out over bare handler", sold_out_over_bare),
            ("naive p99 over lanes p99 at the fixed rate", naive_p99_over_lanes_p99),
        ] {
            if let Some(found) = found {
                writeln!(text, "- {what}: **{found:.2}**")?;
            }
        }
        Ok(())
    }
}

impl Medians {
    fn of(runs: &[Run], design: Design) -> Option<Self> {
        let middle = |figure: fn(&Run) -> Option<f64>| median(&figures(runs, design, figure));
        Some(Self {
            design,
            per_second: middle(|run| Some(run.rate()))?,
            latency_ms: Latency {
                p50: middle(|run| Some(run.summary.latency_ms.p50))?,
                p99: middle(|run| Some(run.summary.latency_ms.p99))?,
                p999: middle(|run| Some(run.summary.latency_ms.p999))?,
                max: middle(|run| Some(run.summary.latency_ms.max))?,
            },
            server_cpu_us: middle(|run| run.server_cpu_us),
            postgres_cpu_us: middle(|run| run.postgres_cpu_us),
            load_cpu_us: middle(|run| run.load_cpu_us),
        })
    }
}

fn figures(runs: &[Run], design: Design, figure: impl Fn(&Run) -> Option<f64>) -> Vec<f64> {
    runs.iter().filter(|run| run.design == design).filter_map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::{Costs, Design, Report, Run, Settings};
    use crate::load::{Reply, Tally};
    use crate::process::Cost;
    use crate::report::Summary;
    use std::time::Duration;

    const SETTINGS: Settings = Settings {
        quick: true,
        connections: 1,
        rounds: 1,
        round: Duration::from_secs(1),
        customers: 1,
        fixed_rate: 1,
    };

    /// A round that answered `count` requests in a second.
    fn run(design: Design, count: u32) -> Run {
        let mut tally = Tally::new().unwrap();
        for _ in 0..count {
            let reply = Reply::Answered { status: 409, body: b"" };
            tally.record(reply, Duration::from_millis(1), Duration::from_secs(1));
        }
        let cost = Cost(Duration::from_millis(1));
        Run::new(design, Summary::of(&tally), Costs { server: cost, postgres: cost, load: cost })
    }

    #[test]
    fn ratios_compare_medians() {
        let runs = vec![
            run(Design::Lanes, 520),
            run(Design::Naive, 20),
            run(Design::Lanes, 1),
            run(Design::Naive, 21),
            run(Design::Lanes, 540),
            run(Design::Naive, 1),
        ];
        let report = Report::of(SETTINGS, runs);
        assert!((report.ratios.lanes_over_naive.unwrap() - 26.0).abs() < 1e-9);
        assert_eq!(report.ratios.sold_out_over_bare, None);
        report.check(Some(25.0)).unwrap();
        assert!(report.check(Some(27.0)).is_err());
    }

    #[test]
    fn programs_find_the_ratio_where_it_was_promised() {
        let report = Report::of(SETTINGS, vec![run(Design::Lanes, 50), run(Design::Naive, 2)]);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["ratios"]["lanes_over_naive"], 25.0);
        assert_eq!(json["runs"][0]["design"], "lanes");
        assert_eq!(json["settings"]["round_seconds"], 1.0);
        let text = report.markdown();
        assert!(text.contains("| lanes | 50 | 1.00 / 1.00 / 1.00 | 20.0 / 20.0 / 20.0 |"), "{text}");
        assert!(text.contains("lanes over naive: **25.00**"), "{text}");
    }

    #[test]
    fn nothing_measured_is_no_success() {
        assert!(Report::of(SETTINGS, Vec::new()).check(None).is_err());
    }
}
