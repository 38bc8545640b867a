//! Everything that was found, and what it means.

use serde::Serialize;

use super::browse::Browse;
use super::cart::Crowd;
use super::case::{ALONE, Case, GUESTS};
use super::drained::Drained;
use super::machine::Machine;
use super::round::Round;
use super::rows::Size;
use super::search::Search;
use super::syncs::Syncs;
use super::targets::Target;
use crate::report::{Latency, Spread, median};

/// How it was measured.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Settings {
    pub(super) quick: bool,
    pub(super) rounds: usize,
    pub(super) round_seconds: f64,
    pub(super) customers: usize,
}

/// The medians of one case's rounds.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Medians {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) per_second: Spread,
    pub(super) latency_ms: Latency,
    pub(super) server_us: Option<f64>,
    pub(super) postgres_us: Option<f64>,
    pub(super) load_us: Option<f64>,
    pub(super) load_busy: f64,
    pub(super) machine_busy: f64,
    pub(super) others_busy: f64,
    pub(super) batch: Option<f64>,
    pub(super) server_peak_kib: Option<f64>,
    pub(super) postgres_private_kib: f64,
}

/// What is compared, by medians.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Ratios {
    pub(super) lanes_over_naive: Option<f64>,
    pub(super) lanes_over_one_call: Option<f64>,
    pub(super) lanes_over_no_database: Option<f64>,
    pub(super) lanes_over_bare: Option<f64>,
    pub(super) lanes_over_postgres_alone: Option<f64>,
    pub(super) sold_out_over_bare: Option<f64>,
    /// Processor time that PostgreSQL uses for an order.
    pub(super) postgres_cpu_lanes_over_naive: Option<f64>,
    /// p99 of a purchase at 1,000/s.
    pub(super) naive_p99_over_lanes_p99: Option<f64>,
    /// Rate of lanes while thousands watch over that while nobody does.
    pub(super) watched_over_unwatched: Option<f64>,
    /// Complete purchases of guests over orders of the naive design.
    pub(super) guests_over_naive: Option<f64>,
    /// Rate of lanes on the longest history over that on none.
    pub(super) longest_history_over_none: Option<f64>,
}

/// The same ratios round by round: the least and the most of any pair that took turns.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct RatioSpreads {
    pub(super) lanes_over_naive: Option<Spread>,
    pub(super) lanes_over_one_call: Option<Spread>,
    pub(super) lanes_over_no_database: Option<Spread>,
    pub(super) lanes_over_bare: Option<Spread>,
    pub(super) lanes_over_postgres_alone: Option<Spread>,
    pub(super) sold_out_over_bare: Option<Spread>,
    pub(super) watched_over_unwatched: Option<Spread>,
    pub(super) guests_over_naive: Option<Spread>,
}

/// What was measured, part by part.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) rounds: Vec<Round>,
    pub(super) drains: Vec<Drained>,
    pub(super) crowds: Vec<Crowd>,
    pub(super) syncs: Vec<Syncs>,
    pub(super) sizes: Vec<Size>,
    pub(super) browse: Option<Browse>,
    pub(super) search: Option<Search>,
    /// Audits that found nothing. One that finds something ends the run.
    pub(super) audits: u32,
}

/// Everything.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Report {
    pub(super) machine: Machine,
    pub(super) settings: Settings,
    pub(super) ratios: Ratios,
    pub(super) ratio_spreads: RatioSpreads,
    pub(super) targets: Vec<Target>,
    pub(super) remarks: Vec<String>,
    pub(super) medians: Vec<Medians>,
    pub(super) drains: Vec<Drained>,
    pub(super) crowds: Vec<Crowd>,
    pub(super) syncs: Vec<Syncs>,
    pub(super) sizes: Vec<Size>,
    pub(super) browse: Option<Browse>,
    pub(super) search: Option<Search>,
    pub(super) audits: u32,
    pub(super) rounds: Vec<Round>,
}

/// From here on somebody else disturbs.
const DISTURBED: f64 = 0.1;

/// From here on a processor counts as used up.
const BUSY: f64 = 0.9;

impl Report {
    pub(super) fn of(machine: Machine, settings: Settings, found: Found) -> Self {
        let Found { rounds, drains, crowds, syncs, sizes, browse, search, audits } = found;
        let ratio_spreads = RatioSpreads::of(&rounds);
        let ratios = Ratios::of(&rounds, &sizes, ratio_spreads);
        let mut cases = Case::closed(false);
        cases.extend(Case::open(1));
        cases.extend(Case::STREAMS);
        cases.push(Case::NAIVE_64);
        let mut medians: Vec<Medians> =
            cases.iter().filter_map(|case| Medians::of(&rounds, case.key, case.name)).collect();
        medians.extend(Medians::of(&rounds, GUESTS, "complete guest purchases, 64 connections"));
        medians.extend(Medians::of(&rounds, ALONE, "PostgreSQL alone, the same batches"));
        let mut targets = Target::all(&ratios, &medians, &syncs, &sizes);
        targets.extend(Target::shop_around(browse.as_ref(), search.as_ref()));
        let remarks = remarks(&machine, &medians);
        Self {
            machine,
            settings,
            ratios,
            ratio_spreads,
            targets,
            remarks,
            medians,
            drains,
            crowds,
            syncs,
            sizes,
            browse,
            search,
            audits,
            rounds,
        }
    }

    pub(super) fn medians_of(&self, key: &str) -> Option<&Medians> {
        self.medians.iter().find(|medians| medians.key == key)
    }
}

/// What a reader must know to read the figures.
fn remarks(machine: &Machine, medians: &[Medians]) -> Vec<String> {
    let mut remarks = Vec::new();
    if machine.debug_build {
        remarks.push("A debug build: these figures mean nothing.".to_owned());
    }
    if machine.dirty {
        remarks.push("The working tree had changes that are in no commit.".to_owned());
    }
    let others = medians.iter().map(|found| found.others_busy).fold(0.0, f64::max);
    if others >= DISTURBED {
        remarks.push(format!(
            "**The machine was not ours**: other processes used up to {:.0} % of it. Measure again when it is quiet.",
            others * 100.0
        ));
    }
    let names = |busy: fn(&Medians) -> f64| -> Vec<&str> {
        medians.iter().filter(|found| busy(found) >= BUSY).map(|found| found.name).collect()
    };
    let full = names(|found| found.load_busy);
    if full.is_empty() && !medians.is_empty() {
        remarks.push(format!(
            "The load generator was never the bottleneck: it used at most {:.0} % of its one processor.",
            medians.iter().map(|found| found.load_busy).fold(0.0, f64::max) * 100.0
        ));
    } else if !full.is_empty() {
        remarks.push(format!(
            "**The load generator was the bottleneck** (at least {:.0} % of its one processor) in: {}. There the \
             server could do more.",
            BUSY * 100.0,
            full.join(", ")
        ));
    }
    let crowded = names(|found| found.machine_busy);
    if !crowded.is_empty() {
        remarks.push(format!(
            "The machine was full (at least {:.0} % of all processors, the load generator's part included) in: {}. A \
             generator on a machine of its own would show more.",
            BUSY * 100.0,
            crowded.join(", ")
        ));
    }
    remarks
}

impl Ratios {
    fn of(rounds: &[Round], sizes: &[Size], spreads: RatioSpreads) -> Self {
        let of = |key, base, figure: fn(&Round) -> Option<f64>| {
            crate::report::ratio(&figures(rounds, key, figure), &figures(rounds, base, figure))
        };
        let middle = |spread: Option<Spread>| spread.map(|spread| spread.median);
        Self {
            lanes_over_naive: middle(spreads.lanes_over_naive),
            lanes_over_one_call: middle(spreads.lanes_over_one_call),
            lanes_over_no_database: middle(spreads.lanes_over_no_database),
            lanes_over_bare: middle(spreads.lanes_over_bare),
            lanes_over_postgres_alone: middle(spreads.lanes_over_postgres_alone),
            sold_out_over_bare: middle(spreads.sold_out_over_bare),
            watched_over_unwatched: middle(spreads.watched_over_unwatched),
            guests_over_naive: middle(spreads.guests_over_naive),
            postgres_cpu_lanes_over_naive: of("lanes", "naive", |round| round.processors.postgres_us),
            naive_p99_over_lanes_p99: of("naive_at_1000", "lanes_at_1000", |round| {
                Some(round.latency_ms.p99)
            }),
            longest_history_over_none: sizes.first().zip(sizes.last()).and_then(|(none, longest)| {
                let rates =
                    |size: &Size| size.rounds.iter().map(|round| round.per_second).collect::<Vec<_>>();
                (longest.rows > none.rows).then(|| crate::report::ratio(&rates(longest), &rates(none)))?
            }),
        }
    }
}

impl RatioSpreads {
    fn of(rounds: &[Round]) -> Self {
        let rates = |key| figures(rounds, key, |round| Some(round.per_second));
        let of = |key, base| Spread::ratio(&rates(key), &rates(base));
        Self {
            lanes_over_naive: of("lanes", "naive"),
            lanes_over_one_call: of("lanes", "one_call"),
            lanes_over_no_database: of("lanes", "no_database"),
            lanes_over_bare: of("lanes", "bare"),
            lanes_over_postgres_alone: of("lanes", ALONE),
            sold_out_over_bare: of("sold_out", "bare"),
            watched_over_unwatched: of("lanes_watched", "lanes_unwatched"),
            guests_over_naive: of(GUESTS, "naive_64"),
        }
    }
}

impl Medians {
    fn of(rounds: &[Round], key: &'static str, name: &'static str) -> Option<Self> {
        let middle = |figure: fn(&Round) -> Option<f64>| median(&figures(rounds, key, figure));
        Some(Self {
            key,
            name,
            per_second: Spread::of(&figures(rounds, key, |round| Some(round.per_second)))?,
            latency_ms: Latency {
                p50: middle(|round| Some(round.latency_ms.p50))?,
                p99: middle(|round| Some(round.latency_ms.p99))?,
                p999: middle(|round| Some(round.latency_ms.p999))?,
                max: middle(|round| Some(round.latency_ms.max))?,
            },
            server_us: middle(|round| round.processors.server_us),
            postgres_us: middle(|round| round.processors.postgres_us),
            load_us: middle(|round| round.processors.load_us),
            load_busy: middle(|round| Some(round.processors.load_busy))?,
            machine_busy: middle(|round| Some(round.processors.machine_busy))?,
            others_busy: middle(|round| Some(round.processors.others_busy))?,
            batch: middle(|round| round.batch),
            server_peak_kib: middle(|round| round.server_peak_kib.map(crate::report::float)),
            postgres_private_kib: middle(|round| Some(crate::report::float(round.postgres_private_kib)))?,
        })
    }
}

fn figures(rounds: &[Round], key: &str, figure: impl Fn(&Round) -> Option<f64>) -> Vec<f64> {
    rounds.iter().filter(|round| round.key == key).filter_map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::{Found, Report, Settings};
    use crate::commands::bench::database::Durability;
    use crate::commands::bench::machine::Machine;
    use crate::commands::bench::markdown::markdown;
    use crate::commands::bench::plot::plots;
    use crate::commands::bench::round::{Processors, Round};
    use crate::commands::bench::rows::Size;
    use crate::report::Latency;

    fn machine() -> Machine {
        Machine {
            at: crate::ambient::now(),
            commit: "0123456789".to_owned(),
            dirty: false,
            debug_build: false,
            processors: 2,
            model: "test".to_owned(),
            memory_gib: 1.0,
            kernel: "test".to_owned(),
            fdatasync_us: None,
            postgres: Durability {
                version: "15".to_owned(),
                fsync: "on".to_owned(),
                synchronous_commit: "on".to_owned(),
                full_page_writes: "on".to_owned(),
                wal_sync_method: "fdatasync".to_owned(),
                shared_buffers: "1MB".to_owned(),
            },
        }
    }

    fn round(key: &'static str, per_second: f64, load_busy: f64) -> Round {
        let processors =
            Processors { postgres_us: Some(per_second / 10.0), load_busy, ..Processors::default() };
        Round {
            key,
            outcomes: Vec::new(),
            answers: 1,
            seconds: 1.0,
            per_second,
            latency_ms: Latency { p50: 1.0, p99: 2.0, p999: 3.0, max: 4.0 },
            processors,
            batch: None,
            server_peak_kib: Some(2_048),
            postgres_private_kib: 1_024,
            streams: None,
        }
    }

    fn report(rounds: Vec<Round>, sizes: Vec<Size>) -> Report {
        let settings = Settings { quick: false, rounds: 3, round_seconds: 1.0, customers: 1 };
        Report::of(machine(), settings, Found { rounds, sizes, ..Found::default() })
    }

    #[test]
    fn ratios_compare_medians_and_stand_where_they_were_promised() {
        let rounds = [
            ("lanes", 520.0),
            ("naive", 20.0),
            ("lanes", 1.0),
            ("naive", 21.0),
            ("lanes", 540.0),
            ("naive", 1.0),
        ]
        .map(|(key, rate)| round(key, rate, 0.0));
        let report = report(rounds.to_vec(), Vec::new());
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["ratios"]["lanes_over_naive"], 26.0);
        assert_eq!(json["ratios"]["postgres_cpu_lanes_over_naive"], 26.0);
        assert_eq!(json["ratios"]["lanes_over_bare"], serde_json::Value::Null);
        assert_eq!(json["ratio_spreads"]["lanes_over_naive"]["max"], 540.0);
        assert_eq!(json["rounds"][0]["key"], "lanes");
        let text = markdown(&report, &[("Plot", "plot.svg".to_owned())]);
        assert!(text.contains("| lanes ÷ naive | ≥ 20 | **26.0** | reached, goal 30 |"), "{text}");
        assert!(
            text.contains("| PostgreSQL's CPU per order, lanes ÷ naive | ≤ 0.04 | **26.0** | **missed** |"),
            "{text}"
        );
        assert!(text.contains("| lanes | **520** [1, 540] | 1.0 / 2.0 / 3.0 |"), "{text}");
        assert!(text.contains("![Plot](plot.svg)"), "{text}");
    }

    #[test]
    fn a_generator_at_its_limit_is_told() {
        let calm = report(vec![round("lanes", 10.0, 0.4), round("bare", 10.0, 0.89)], Vec::new());
        assert!(calm.remarks[0].contains("never the bottleneck: it used at most 89 %"), "{:?}", calm.remarks);
        let busy = report(vec![round("lanes", 10.0, 0.4), round("bare", 10.0, 0.97)], Vec::new());
        assert!(busy.remarks[0].contains("was the bottleneck"), "{:?}", busy.remarks);
        assert!(busy.remarks[0].contains("in: bare handler."), "{:?}", busy.remarks);
    }

    #[test]
    fn a_disturbed_machine_is_told() {
        let mut round = round("lanes", 10.0, 0.4);
        round.processors.others_busy = 0.25;
        let remarks = report(vec![round], Vec::new()).remarks;
        assert!(remarks[0].contains("other processes used up to 25 %"), "{remarks:?}");
    }

    #[test]
    fn a_long_history_is_compared_with_none() {
        let size = |rows, rate| Size {
            rows,
            filled_in_seconds: 0.0,
            mib: 1.0,
            audited_in_seconds: 0.0,
            rounds: vec![round("lanes", rate, 0.0)],
        };
        let report = report(Vec::new(), vec![size(0, 100.0), size(1_000_000, 99.0), size(10_000_000, 80.0)]);
        assert_eq!(report.ratios.longest_history_over_none, Some(0.8));
        let target = &report.targets[0];
        assert_eq!((target.found, target.reached), (0.8, false));
        let names: Vec<_> = plots(&report).into_iter().map(|(file, _, _)| file).collect();
        assert_eq!(names, ["history.svg"]);
    }
}
