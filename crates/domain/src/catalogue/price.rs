use chrono::{DateTime, Utc};

use crate::Money;

/// A discount as far as one product is concerned: so much off, for so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Percent off the list price, 1 to 90.
    pub percent: u8,
    /// In force from here (inclusive).
    pub starts_at: DateTime<Utc>,
    /// In force until here (exclusive).
    pub ends_at: DateTime<Utc>,
}

/// What one unit of a product costs at one moment. Gross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// What it costs then.
    pub now: Money,
    /// What it costs without discounts.
    pub list: Money,
    /// The discount that counts; none when nothing is off.
    pub offer: Option<Offer>,
}

impl Offer {
    /// Whether it counts at `now`.
    pub fn in_force(&self, now: DateTime<Utc>) -> bool {
        self.starts_at <= now && now < self.ends_at
    }

    /// The price under this discount, rounded down to the minor unit: nobody pays more than the badge says.
    pub fn price_of(&self, list: Money) -> Money {
        Money { minor: discounted_minor(list.minor, self.percent), ..list }
    }
}

/// So many minor units less so many percent, rounded down.
pub fn discounted_minor(minor: i64, percent: u8) -> i64 {
    let kept = 100 - i64::from(percent.min(100));
    // Hundreds and rest apart, so that no price is too large.
    minor / 100 * kept + minor % 100 * kept / 100
}

impl Price {
    /// The price at `now`: the list price less the best single discount in force. Discounts never add up. Of equal ones
    /// the one that lasts longest is named.
    pub fn at(list: Money, offers: &[Offer], now: DateTime<Utc>) -> Self {
        let best = offers
            .iter()
            .filter(|offer| offer.in_force(now) && offer.price_of(list).minor < list.minor)
            .max_by_key(|offer| (offer.percent, offer.ends_at));
        Self { now: best.map_or(list, |offer| offer.price_of(list)), list, offer: best.copied() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;
    use proptest::prelude::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn offer() -> impl Strategy<Value = Offer> {
        (1u8..=90, 0i64..100, 1i64..100).prop_map(|(percent, start, lasts)| Offer {
            percent,
            starts_at: at(start),
            ends_at: at(start + lasts),
        })
    }

    proptest! {
        #[test]
        fn a_price_is_between_nothing_and_the_list(
            minor in 0i64.., offers in prop::collection::vec(offer(), 0..5), now in 0i64..200,
        ) {
            let price = Price::at(eur(minor), &offers, at(now));
            prop_assert!((0..=minor).contains(&price.now.minor));
            prop_assert_eq!(price.offer.is_some(), price.now.minor < minor);
        }

        /// The best one in force alone decides, whatever else is there.
        #[test]
        fn discounts_never_add_up(
            minor in 0i64..1_000_000_000, offers in prop::collection::vec(offer(), 0..5), now in 0i64..200,
        ) {
            let best = offers.iter().filter(|offer| offer.in_force(at(now))).map(|offer| offer.percent).max();
            let exact = i128::from(minor) * i128::from(100 - best.unwrap_or(0)) / 100;
            prop_assert_eq!(i128::from(Price::at(eur(minor), &offers, at(now)).now.minor), exact);
        }

        /// Never more than the percentage promises, never a whole minor unit less.
        #[test]
        fn rounding_is_down_by_less_than_one(minor in 0i64.., percent in 1u8..=90) {
            let offer = Offer { percent, starts_at: at(0), ends_at: at(1) };
            let hundredfold = i128::from(minor) * i128::from(100 - percent);
            let got = i128::from(offer.price_of(eur(minor)).minor) * 100;
            prop_assert!(got <= hundredfold && hundredfold - got < 100);
        }
    }

    #[test]
    fn the_window_includes_its_start_and_excludes_its_end() {
        let offers = [Offer { percent: 25, starts_at: at(10), ends_at: at(20) }];
        let minor = |second| Price::at(eur(999), &offers, at(second)).now.minor;
        assert_eq!([minor(9), minor(10), minor(19), minor(20)], [999, 749, 749, 999]);
    }

    #[test]
    fn of_equal_discounts_the_longest_is_named() {
        let short = Offer { percent: 10, starts_at: at(0), ends_at: at(5) };
        let long = Offer { ends_at: at(9), ..short };
        assert_eq!(Price::at(eur(100), &[long, short], at(1)).offer, Some(long));
        assert_eq!(Price::at(eur(0), &[long], at(1)).offer, None);
    }
}
