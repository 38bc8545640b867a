//! What is measured.

use crate::baselines::Baseline;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// `doorbuster serve`.
    Shop,
    /// `stampede baseline`.
    Baseline(Baseline),
}

/// What every answer must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A 201, for a unit of a sale opened for this round, which must have lost exactly as many.
    Sold,
    /// 409 `sold_out`.
    SoldOut,
    /// A 201 that nobody wrote down.
    Pretended,
}

/// When requests are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tempo {
    /// As soon as the last one was answered.
    Closed,
    /// So many a second, whatever happens.
    Rate(u32),
}

/// One thing to measure, round after round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Case {
    /// In the report for programs.
    pub(super) key: &'static str,
    /// In the report for people.
    pub(super) name: &'static str,
    pub(super) place: Place,
    pub(super) expected: Expected,
    pub(super) connections: usize,
    pub(super) tempo: Tempo,
    /// Whether people watch the sale meanwhile.
    pub(super) watched: bool,
}

/// Orders of the reference rate: less than half of what the naive design can do on a machine that does nothing else.
const REFERENCE_RATE: u32 = 1_000;

/// Batches straight to PostgreSQL: not a [`Case`], for nobody sends requests.
pub(super) const ALONE: &str = "postgres_alone";

/// Guests who shop: not a [`Case`] either, for each sends several requests.
pub(super) const GUESTS: &str = "guest_purchases";

impl Case {
    pub(super) const LANES: Self = Self {
        key: "lanes",
        name: "lanes",
        place: Place::Shop,
        expected: Expected::Sold,
        connections: 256,
        tempo: Tempo::Closed,
        watched: false,
    };
    pub(super) const LANES_64: Self =
        Self { key: "lanes_64", name: "lanes, 64 connections", connections: 64, ..Self::LANES };
    pub(super) const LANES_1000: Self =
        Self { key: "lanes_1000", name: "lanes, 1,000 connections", connections: 1_000, ..Self::LANES };
    pub(super) const NAIVE: Self = Self {
        key: "naive",
        name: "naive: a transaction per request",
        place: Place::Baseline(Baseline::Naive),
        ..Self::LANES
    };
    /// What complete purchases of guests are compared with.
    pub(super) const NAIVE_64: Self =
        Self { key: "naive_64", name: "naive, 64 connections", connections: 64, ..Self::NAIVE };
    pub(super) const ONE_CALL: Self = Self {
        key: "one_call",
        name: "one function call per request",
        place: Place::Baseline(Baseline::OneCall),
        ..Self::LANES
    };
    pub(super) const NO_DATABASE: Self = Self {
        key: "no_database",
        name: "lanes without database",
        place: Place::Baseline(Baseline::NoDatabase),
        expected: Expected::Pretended,
        ..Self::LANES
    };
    pub(super) const BARE: Self = Self {
        key: "bare",
        name: "bare handler",
        place: Place::Baseline(Baseline::Bare),
        expected: Expected::Pretended,
        ..Self::LANES
    };
    pub(super) const SOLD_OUT: Self =
        Self { key: "sold_out", name: "sold out", expected: Expected::SoldOut, ..Self::LANES };
    const LANES_AT_REFERENCE: Self = Self {
        key: "lanes_at_1000",
        name: "lanes at 1,000/s",
        tempo: Tempo::Rate(REFERENCE_RATE),
        ..Self::LANES
    };
    const NAIVE_AT_REFERENCE: Self = Self {
        key: "naive_at_1000",
        name: "naive at 1,000/s",
        tempo: Tempo::Rate(REFERENCE_RATE),
        ..Self::NAIVE
    };

    /// The same purchases while nobody watches, and while thousands do.
    pub(super) const STREAMS: [Self; 2] = [
        Self { key: "lanes_unwatched", name: "lanes, nobody watches", ..Self::LANES },
        Self { key: "lanes_watched", name: "lanes, thousands watch", watched: true, ..Self::LANES },
    ];

    /// The closed loops, in the order in which they take turns: neighbours are what is compared.
    pub(super) fn closed(quick: bool) -> Vec<Self> {
        if quick {
            vec![Self::BARE, Self::SOLD_OUT, Self::LANES, Self::NAIVE]
        } else {
            vec![
                Self::BARE,
                Self::SOLD_OUT,
                Self::NO_DATABASE,
                Self::LANES,
                Self::NAIVE,
                Self::ONE_CALL,
                Self::LANES_64,
                Self::LANES_1000,
            ]
        }
    }

    /// The open loops: two at the same rate, and lanes at 20 and 70 % of their `capacity` a second.
    pub(super) fn open(capacity: u32) -> Vec<Self> {
        let part = |percent: u32| Tempo::Rate((capacity / 100 * percent).max(1));
        vec![
            Self::LANES_AT_REFERENCE,
            Self::NAIVE_AT_REFERENCE,
            Self {
                key: "lanes_at_20_percent",
                name: "lanes at 20 % of capacity",
                tempo: part(20),
                ..Self::LANES
            },
            Self {
                key: "lanes_at_70_percent",
                name: "lanes at 70 % of capacity",
                tempo: part(70),
                ..Self::LANES
            },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Tempo};

    #[test]
    fn open_loops_follow_the_capacity_that_was_measured() {
        let tempo = |capacity: u32, key: &str| {
            Case::open(capacity).into_iter().find(|case| case.key == key).unwrap().tempo
        };
        assert_eq!(tempo(50_000, "lanes_at_20_percent"), Tempo::Rate(10_000));
        assert_eq!(tempo(50_000, "lanes_at_70_percent"), Tempo::Rate(35_000));
        assert_eq!(tempo(50_000, "lanes_at_1000"), Tempo::Rate(1_000));
        assert_eq!(tempo(0, "lanes_at_20_percent"), Tempo::Rate(1));
    }

    #[test]
    fn every_case_has_a_key_of_its_own() {
        let mut keys: Vec<_> = Case::closed(false)
            .into_iter()
            .chain(Case::open(1))
            .chain(Case::STREAMS)
            .chain([Case::NAIVE_64])
            .map(|case| case.key)
            .collect();
        keys.extend([super::ALONE, super::GUESTS]);
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }
}
