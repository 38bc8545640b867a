use serde::{Deserialize, Serialize};

/// How a parcel travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShippingMethod {
    /// The ordinary way.
    Standard,
    /// Faster, and dearer.
    Express,
}

/// A group of countries with the same prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// The European Union and Monaco.
    Eu,
    /// The rest of Europe.
    Europe,
    /// Everywhere else.
    World,
}

/// What a parcel up to some weight costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Up to this weight (inclusive), in grams; none for everything above.
    pub up_to_grams: Option<u64>,
    /// Minor units of the shop's currency. Gross.
    pub minor: i64,
}

const fn bands(prices: [i64; 4]) -> [Band; 4] {
    let [letter, parcel, large, freight] = prices;
    [
        Band { up_to_grams: Some(1_000), minor: letter },
        Band { up_to_grams: Some(5_000), minor: parcel },
        Band { up_to_grams: Some(20_000), minor: large },
        Band { up_to_grams: None, minor: freight },
    ]
}

impl Zone {
    /// Every zone.
    pub const ALL: [Self; 3] = [Self::Eu, Self::Europe, Self::World];

    /// Its countries (ISO 3166-1 alpha-2); none for the zone of everywhere else.
    pub fn countries(self) -> &'static [&'static str] {
        match self {
            Self::Eu => &[
                "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
                "IT", "LT", "LU", "LV", "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
            ],
            Self::Europe => &[
                "AD", "AL", "AX", "BA", "BY", "CH", "FO", "GB", "GG", "GI", "IM", "IS", "JE", "LI", "MD",
                "ME", "MK", "NO", "RS", "SJ", "SM", "UA", "VA",
            ],
            Self::World => &[],
        }
    }

    /// The zone of a country, given in capitals.
    pub fn of(country: &str) -> Self {
        let home = [Self::Eu, Self::Europe].into_iter().find(|zone| zone.countries().contains(&country));
        home.unwrap_or(Self::World)
    }
}

impl ShippingMethod {
    /// Every method, cheapest first.
    pub const ALL: [Self; 2] = [Self::Standard, Self::Express];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Express => "express",
        }
    }

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::Express => "Express",
        }
    }

    /// How many days it takes, least and most.
    pub fn days(self) -> (u8, u8) {
        match self {
            Self::Standard => (2, 6),
            Self::Express => (1, 2),
        }
    }

    /// The table: what it costs into a zone, lightest first. The last band has no end.
    pub fn bands(self, zone: Zone) -> [Band; 4] {
        match (self, zone) {
            (Self::Standard, Zone::Eu) => bands([490, 690, 1_190, 2_990]),
            (Self::Standard, Zone::Europe) => bands([990, 1_490, 2_490, 5_990]),
            (Self::Standard, Zone::World) => bands([1_490, 2_990, 5_990, 14_900]),
            (Self::Express, Zone::Eu) => bands([1_290, 1_690, 2_990, 6_990]),
            (Self::Express, Zone::Europe) => bands([2_490, 3_490, 5_990, 12_900]),
            (Self::Express, Zone::World) => bands([3_990, 6_990, 12_900, 29_900]),
        }
    }

    /// What so many grams cost into a zone, in minor units.
    pub fn price(self, zone: Zone, grams: u64) -> i64 {
        let [.., last] = self.bands(zone);
        let fitting =
            self.bands(zone).into_iter().find(|band| band.up_to_grams.is_none_or(|most| grams <= most));
        fitting.unwrap_or(last).minor
    }
}

impl std::str::FromStr for ShippingMethod {
    type Err = UnknownMethod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|method| method.as_str() == text).ok_or(UnknownMethod)
    }
}

/// The text names no shipping method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("standard or express")]
pub struct UnknownMethod;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_country_is_in_one_zone() {
        assert_eq!(
            [Zone::of("FR"), Zone::of("CH"), Zone::of("JP"), Zone::of("??")],
            [Zone::Eu, Zone::Europe, Zone::World, Zone::World]
        );
        assert!(!Zone::Eu.countries().iter().any(|country| Zone::Europe.countries().contains(country)));
    }

    #[test]
    fn a_band_includes_its_end() {
        let price = |grams| ShippingMethod::Standard.price(Zone::Eu, grams);
        assert_eq!(
            [price(0), price(1_000), price(1_001), price(20_000), price(u64::MAX)],
            [490, 490, 690, 1_190, 2_990]
        );
    }

    proptest! {
        /// Heavier, farther and faster is never cheaper, and nothing travels for nothing.
        #[test]
        fn the_table_makes_sense(a: u64, b: u64) {
            let (light, heavy) = (a.min(b), a.max(b));
            for method in ShippingMethod::ALL {
                for zone in Zone::ALL {
                    prop_assert!(method.price(zone, light) > 0);
                    prop_assert!(method.price(zone, light) <= method.price(zone, heavy));
                    prop_assert!(ShippingMethod::Standard.price(zone, a) <= ShippingMethod::Express.price(zone, a));
                    prop_assert!(method.price(Zone::Eu, a) <= method.price(zone, a));
                }
            }
        }
    }
}
