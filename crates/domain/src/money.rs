use serde::{Deserialize, Serialize};

/// An ISO 4217 currency code, three upper-case letters.
///
/// The shop sells in one currency; the code travels with every amount so that two currencies can never be added.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "EUR", pattern = "^[A-Z]{3}$")]
pub struct Currency([u8; 3]);

/// The text is not three upper-case ASCII letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three upper-case letters (ISO 4217)")]
pub struct CurrencyError;

impl Currency {
    /// The euro, the default of `SHOP_CURRENCY`.
    pub const EUR: Self = Self(*b"EUR");
    /// ISO 4217's code for no currency: no shop sells in it.
    pub const NONE: Self = Self(*b"XXX");

    /// How many digits of the minor units come after the point (ISO 4217): 2 for most.
    pub fn decimals(&self) -> u8 {
        match self.as_str() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI"
            | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes: [u8; 3] = text.as_bytes().try_into().map_err(|_| CurrencyError)?;
        if bytes.iter().all(u8::is_ascii_uppercase) { Ok(Self(bytes)) } else { Err(CurrencyError) }
    }
}

impl TryFrom<String> for Currency {
    type Error = CurrencyError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

/// An amount of money: integer minor units (cents for EUR) and its currency. Arithmetic is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units of the currency: 9999 EUR is 99.99 €.
    #[serde(rename = "amount")]
    #[schema(example = 9999)]
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: Currency,
}

/// What can go wrong when two amounts meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit 64 bits of minor units.
    #[error("the amount is too large")]
    Overflow,
    /// The amounts are in different currencies.
    #[error("{0} and {1} cannot be combined")]
    Currencies(Currency, Currency),
}

/// For mails and prints: `99.99 EUR`. Pages format by their reader's language instead.
impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { minor, currency } = self;
        let sign = if *minor < 0 { "-" } else { "" };
        let (minor, decimals) = (minor.unsigned_abs(), currency.decimals());
        let unit = 10_u64.pow(u32::from(decimals));
        match decimals {
            0 => write!(f, "{sign}{minor} {currency}"),
            _ => {
                let width = usize::from(decimals);
                write!(f, "{sign}{}.{:0width$} {currency}", minor / unit, minor % unit)
            }
        }
    }
}

impl Money {
    /// `minor` units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// [`MoneyError::Currencies`] when they differ in currency, [`MoneyError::Overflow`] past 64 bits.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currencies(self.currency, other.currency));
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// The amount for `quantity` units.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] past 64 bits.
    pub fn times(self, quantity: u32) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(i64::from(quantity)).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    proptest! {
        #[test]
        fn addition_is_exact_or_refused(a: i64, b: i64) {
            match eur(a).plus(eur(b)) {
                Ok(sum) => prop_assert_eq!(i128::from(sum.minor), i128::from(a) + i128::from(b)),
                Err(error) => {
                    prop_assert_eq!(error, MoneyError::Overflow);
                    prop_assert!(i64::try_from(i128::from(a) + i128::from(b)).is_err());
                }
            }
        }

        #[test]
        fn times_is_repeated_addition(a in -1_000_000i64..1_000_000, n in 0u32..50) {
            let mut sum = eur(0);
            for _ in 0..n {
                sum = sum.plus(eur(a)).unwrap();
            }
            prop_assert_eq!(eur(a).times(n).unwrap(), sum);
        }

        #[test]
        fn a_currency_reads_back(code in "[A-Z]{3}") {
            prop_assert_eq!(code.parse::<Currency>().unwrap().to_string(), code);
        }

        #[test]
        fn other_texts_are_no_currency(text in "\\PC{0,5}") {
            prop_assume!(text.len() != 3 || !text.bytes().all(|b| b.is_ascii_uppercase()));
            prop_assert_eq!(text.parse::<Currency>(), Err(CurrencyError));
        }
    }

    #[test]
    fn currencies_do_not_mix() {
        let usd: Currency = "USD".parse().unwrap();
        assert_eq!(eur(1).plus(Money::new(1, usd)), Err(MoneyError::Currencies(Currency::EUR, usd)));
        assert_eq!(eur(i64::MAX).times(2), Err(MoneyError::Overflow));
    }

    #[test]
    fn amounts_are_written_with_their_decimals() {
        let text = |minor, code: &str| Money::new(minor, code.parse().unwrap()).to_string();
        assert_eq!(text(9_999, "EUR"), "99.99 EUR");
        assert_eq!(text(-5, "EUR"), "-0.05 EUR");
        assert_eq!(text(1_200, "JPY"), "1200 JPY");
        assert_eq!(text(1_234, "KWD"), "1.234 KWD");
    }

    #[test]
    fn json_is_amount_and_currency() {
        assert_eq!(serde_json::to_string(&eur(9999)).unwrap(), r#"{"amount":9999,"currency":"EUR"}"#);
        assert!(serde_json::from_str::<Money>(r#"{"amount":99.5,"currency":"EUR"}"#).is_err());
        assert!(serde_json::from_str::<Money>(r#"{"amount":1,"currency":"eur"}"#).is_err());
    }
}
