/// Splits `whole` (≥ 0) in proportion to `weights` (≥ 0): exactly, and each share at most its exact one rounded up. Who
/// lost most by rounding down gets a minor unit first; of equals the earlier one. When all weights are 0 the first takes
/// all; without any weight there is no share.
pub(crate) fn shares(whole: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if sum == 0 {
        return weights.iter().enumerate().map(|(place, _)| if place == 0 { whole } else { 0 }).collect();
    }
    let exact = |weight: i64| i128::from(whole) * i128::from(weight);
    let mut shares: Vec<i64> =
        weights.iter().map(|weight| i64::try_from(exact(*weight) / sum).unwrap_or(whole)).collect();
    let mut rest = whole - shares.iter().sum::<i64>();
    let mut places: Vec<usize> = (0..weights.len()).collect();
    // Stable, so the earlier of two equals stays first.
    places
        .sort_by_key(|place| std::cmp::Reverse(weights.get(*place).map_or(0, |weight| exact(*weight) % sum)));
    for place in places {
        let Some(share) = shares.get_mut(place).filter(|_| rest > 0) else { break };
        *share += 1;
        rest -= 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rests_go_to_who_lost_most() {
        assert_eq!(shares(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(shares(10, &[1, 2]), [3, 7]);
        assert_eq!(shares(5, &[0, 7, 0]), [0, 5, 0]);
        assert_eq!(shares(5, &[0, 0]), [5, 0]);
        assert_eq!(shares(5, &[]), [0i64; 0]);
    }

    proptest! {
        #[test]
        fn shares_are_fair_and_exact(
            whole in 0i64..1_000_000_000_000, weights in prop::collection::vec(0i64..1_000_000_000_000, 1..20),
        ) {
            let shares = shares(whole, &weights);
            prop_assert_eq!(shares.iter().sum::<i64>(), whole);
            let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            if sum > 0 {
                for (share, weight) in shares.iter().zip(&weights) {
                    let exact = i128::from(whole) * i128::from(*weight);
                    prop_assert!((i128::from(*share) * sum - exact).abs() < sum);
                    // A part is never larger than what it is taken from.
                    prop_assert!(i128::from(whole) > sum || share <= weight);
                }
            }
        }
    }
}
