//! What a visitor does. Everything is decided by the seed and the number of the visit.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// A way to buy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// One click under a key.
    Keyed,
    /// One click without a key.
    Keyless,
    /// Two clicks at once that carry the same key, as a good client sends them.
    TwoClicksOneKey,
    /// Two clicks at once without keys.
    TwoClicksNoKey,
    /// Two windows, a key each.
    TwoKeys,
    /// First one quantity, then another under the same key.
    ChangedQuantity,
    /// More than the limit.
    Greedy,
}

/// What somebody does with the order that they got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Afterwards {
    /// Lets it lapse.
    Nothing,
    Look,
    Pay,
    /// The provider says no.
    PayInVain,
    Cancel,
}

/// The chances of one visit.
#[derive(Debug)]
pub(super) struct Habits {
    pub(super) rng: StdRng,
    limit: u32,
}

impl Habits {
    pub(super) fn of(seed: u64, visit: usize, limit: u32) -> Self {
        // Neighbouring visits must not look alike: a multiplier with many bits (2^64 / golden ratio).
        let number = u64::try_from(visit).unwrap_or_default().wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self { rng: StdRng::seed_from_u64(seed ^ number), limit }
    }

    pub(super) fn style(&mut self) -> Style {
        match self.rng.random_range(0..100) {
            0..55 => Style::Keyed,
            55..70 => Style::Keyless,
            70..80 => Style::TwoClicksOneKey,
            80..86 => Style::TwoClicksNoKey,
            86..93 => Style::TwoKeys,
            93..97 => Style::ChangedQuantity,
            _ => Style::Greedy,
        }
    }

    /// Mostly one unit, sometimes up to the limit.
    pub(super) fn quantity(&mut self) -> u32 {
        if self.rng.random_bool(0.7) { 1 } else { self.rng.random_range(1..=self.limit) }
    }

    pub(super) fn too_many(&mut self) -> u32 {
        self.limit + self.rng.random_range(1..=3)
    }

    pub(super) fn afterwards(&mut self) -> Afterwards {
        match self.rng.random_range(0..100) {
            0..25 => Afterwards::Pay,
            25..30 => Afterwards::PayInVain,
            30..65 => Afterwards::Cancel,
            65..75 => Afterwards::Look,
            _ => Afterwards::Nothing,
        }
    }

    /// One time in five somebody gives up the order that stands in the way.
    pub(super) fn makes_room(&mut self) -> bool {
        self.rng.random_bool(0.2)
    }

    /// Half of them would rather ask again, elsewhere, while a server waits for its database; the others hear what it
    /// decides in the end.
    pub(super) fn patience(&mut self) -> Duration {
        if self.rng.random_bool(0.5) { Duration::from_millis(1_500) } else { Duration::from_secs(12) }
    }

    pub(super) fn pause(&mut self, longest: Duration) -> Duration {
        longest.mul_f64(self.rng.random())
    }
}

#[cfg(test)]
mod tests {
    use super::{Afterwards, Habits, Style};
    use std::collections::HashSet;

    #[test]
    fn every_habit_occurs_and_can_be_repeated() {
        let styles =
            |seed| (0..2_000).map(move |visit| Habits::of(seed, visit, 4).style()).collect::<Vec<_>>();
        assert_eq!(styles(1), styles(1));
        assert_ne!(styles(1), styles(2));
        for style in [
            Style::Keyed,
            Style::Keyless,
            Style::TwoClicksOneKey,
            Style::TwoClicksNoKey,
            Style::TwoKeys,
            Style::ChangedQuantity,
            Style::Greedy,
        ] {
            assert!(styles(1).contains(&style), "{style:?}");
        }
        let quantities: HashSet<u32> = (0..2_000).map(|visit| Habits::of(1, visit, 4).quantity()).collect();
        assert_eq!(quantities, HashSet::from([1, 2, 3, 4]));
        assert!((0..100).all(|visit| Habits::of(1, visit, 4).too_many() > 4));
        assert!((0..100).any(|visit| Habits::of(1, visit, 4).afterwards() == Afterwards::Cancel));
    }
}
