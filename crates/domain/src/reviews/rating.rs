/// How a product is rated: how many published reviews give it one star, two, … five.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// The first is how many give one star.
    pub stars: [u32; 5],
}

impl Rating {
    /// How many reviews there are.
    pub fn count(&self) -> u64 {
        self.stars.iter().copied().map(u64::from).sum()
    }

    /// The average in hundredths of a star, rounded; none without a review.
    pub fn average_hundredths(&self) -> Option<u32> {
        let count = self.count();
        let sum: u64 = (1u64..).zip(self.stars).map(|(stars, many)| stars * u64::from(many)).sum();
        let average = (sum * 100 + count / 2).checked_div(count)?;
        u32::try_from(average).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_average_is_rounded_to_hundredths() {
        assert_eq!(Rating::default().average_hundredths(), None);
        assert_eq!(Rating { stars: [0, 0, 0, 0, 1] }.average_hundredths(), Some(500));
        assert_eq!(Rating { stars: [0, 0, 1, 0, 2] }.average_hundredths(), Some(433));
        assert_eq!(Rating { stars: [1, 0, 0, 0, 2] }.average_hundredths(), Some(367));
    }

    proptest! {
        #[test]
        fn an_average_is_between_the_fewest_and_the_most_stars(stars: [u32; 5]) {
            let rating = Rating { stars };
            match rating.average_hundredths() {
                None => prop_assert_eq!(rating.count(), 0),
                Some(average) => prop_assert!((100..=500).contains(&average)),
            }
        }
    }
}
