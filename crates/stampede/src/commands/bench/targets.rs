//! What the purchase path has promised.

use serde::Serialize;

use super::browse::Browse;
use super::report::{Medians, Ratios};
use super::rows::Size;
use super::search::Search;
use super::syncs::Syncs;

/// A promise and what was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Target {
    pub(super) name: &'static str,
    pub(super) found: f64,
    pub(super) target: f64,
    /// What we would like to reach.
    pub(super) goal: Option<f64>,
    /// Whether more is better.
    pub(super) more_is_better: bool,
    pub(super) reached: bool,
}

/// The table compares with this many rows, or with none.
const LONG_HISTORY: u64 = 10_000_000;

impl Target {
    /// Every promise of which something was found.
    pub(super) fn all(ratios: &Ratios, medians: &[Medians], syncs: &[Syncs], sizes: &[Size]) -> Vec<Self> {
        let syncs = syncs.iter().find(|syncs| syncs.key == "lanes").map(|syncs| syncs.per_order);
        let calm = medians.iter().find(|found| found.key == "lanes_at_20_percent");
        let long = sizes.iter().any(|size| size.rows >= LONG_HISTORY);
        let history = ratios.longest_history_over_none.filter(|_| long);
        let targets = [
            Self::least("lanes ÷ naive", ratios.lanes_over_naive, 20.0, Some(30.0)),
            Self::least("lanes ÷ one call per request", ratios.lanes_over_one_call, 8.0, None),
            Self::least("lanes ÷ without database", ratios.lanes_over_no_database, 0.40, Some(0.60)),
            Self::least("lanes ÷ bare handler", ratios.lanes_over_bare, 0.30, Some(0.45)),
            Self::least("sold out ÷ bare handler", ratios.sold_out_over_bare, 0.70, Some(0.75)),
            Self::most(
                "PostgreSQL's CPU per order, lanes ÷ naive",
                ratios.postgres_cpu_lanes_over_naive,
                0.04,
            ),
            Self::most("fdatasync per order", syncs, 0.03),
            Self::most("p99 at 20 % of capacity, ms", calm.map(|found| found.latency_ms.p99), 10.0),
            Self::least(
                "purchases while thousands watch ÷ while nobody does",
                ratios.watched_over_unwatched,
                0.9,
                None,
            ),
            Self::least("complete guest purchases ÷ naive", ratios.guests_over_naive, 0.25, None),
            Self::least("rate with 10 million old orders ÷ with none", history, 0.85, None),
        ];
        targets.into_iter().flatten().collect()
    }

    /// What the shop around the sales has promised, as far as something was found.
    pub(super) fn shop_around(browse: Option<&Browse>, search: Option<&Search>) -> Vec<Self> {
        let list = browse.and_then(|browse| browse.read("product list"));
        let p95 = search.map(|search| search.shop_ms.p95);
        let over = search.map(|search| search.plain_ms.p95 / search.shop_ms.p95);
        let targets = [
            Self::least(
                "public reads ÷ bare handler, mean",
                browse.map(|browse| browse.over_bare),
                0.4,
                None,
            ),
            Self::least("product list ÷ bare handler", list, 0.2, None),
            Self::most("p95 of a faceted search in 100,000 products, ms", p95, 50.0),
            Self::least("p95 of ILIKE and GROUP BY ÷ p95 of a faceted search", over, 10.0, None),
        ];
        targets.into_iter().flatten().collect()
    }

    fn least(name: &'static str, found: Option<f64>, target: f64, goal: Option<f64>) -> Option<Self> {
        let found = found?;
        Some(Self { name, found, target, goal, more_is_better: true, reached: found >= target })
    }

    fn most(name: &'static str, found: Option<f64>, target: f64) -> Option<Self> {
        let found = found?;
        Some(Self { name, found, target, goal: None, more_is_better: false, reached: found <= target })
    }
}

#[cfg(test)]
mod tests {
    use super::{Ratios, Target};

    #[test]
    fn what_was_not_measured_is_no_target() {
        assert_eq!(Target::all(&Ratios::default(), &[], &[], &[]), []);
        assert_eq!(Target::shop_around(None, None), []);
    }

    #[test]
    fn a_target_is_reached_from_the_right_side() {
        let ratios = Ratios {
            lanes_over_naive: Some(19.9),
            lanes_over_bare: Some(0.31),
            postgres_cpu_lanes_over_naive: Some(0.039),
            ..Ratios::default()
        };
        let found = Target::all(&ratios, &[], &[], &[]);
        let reached: Vec<_> = found.iter().map(|target| (target.name, target.reached)).collect();
        assert_eq!(
            reached,
            [
                ("lanes ÷ naive", false),
                ("lanes ÷ bare handler", true),
                ("PostgreSQL's CPU per order, lanes ÷ naive", true)
            ]
        );
    }
}
