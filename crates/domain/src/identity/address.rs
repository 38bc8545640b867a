use chrono::{DateTime, Utc};

use crate::AddressId;

/// Where something can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAddress {
    /// Who is there.
    pub name: String,
    /// Whose house it is.
    pub company: Option<String>,
    /// Street and number.
    pub line1: String,
    /// Floor, staircase, care of.
    pub line2: Option<String>,
    /// As the country writes it.
    pub postal_code: String,
    /// The town.
    pub city: String,
    /// ISO 3166-1 alpha-2, in capitals.
    pub country: String,
    /// Whom the carrier calls.
    pub phone: Option<String>,
    /// Whether it is the one that is offered first.
    pub is_default: bool,
}

/// An entry of somebody's address book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Its id.
    pub id: AddressId,
    /// What it says.
    pub address: NewAddress,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// What is wrong with an address, one per field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nobody lives there, or too much of a name.
    #[error("1 to 100 characters")]
    Name,
    /// Too long.
    #[error("at most 100 characters")]
    Company,
    /// No street, or too long.
    #[error("1 to 100 characters")]
    Line1,
    /// Too long.
    #[error("at most 100 characters")]
    Line2,
    /// None, or too long.
    #[error("1 to 16 letters, digits, blanks and hyphens")]
    PostalCode,
    /// No town, or too long.
    #[error("1 to 100 characters")]
    City,
    /// Not a country.
    #[error("a country's two letters (ISO 3166-1), like FR")]
    Country,
    /// Not a telephone number.
    #[error("digits, blanks and + ( ) - . /, 5 to 30 of them")]
    Phone,
}

impl AddressError {
    /// Where in the request the mistake is (RFC 6901).
    pub fn pointer(self) -> &'static str {
        match self {
            Self::Name => "/name",
            Self::Company => "/company",
            Self::Line1 => "/line1",
            Self::Line2 => "/line2",
            Self::PostalCode => "/postal_code",
            Self::City => "/city",
            Self::Country => "/country",
            Self::Phone => "/phone",
        }
    }
}

/// ISO 3166-1 alpha-2, officially assigned.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES \
    ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN \
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG \
    MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL \
    PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF \
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

impl NewAddress {
    /// Most entries of one book.
    pub const MOST: i64 = 20;

    /// Trims every field, makes nothing of what is empty, and checks the rest; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(self) -> Result<Self, Vec<AddressError>> {
        let Self { name, company, line1, line2, postal_code, city, country, phone, is_default } = self;
        let trimmed = |text: String| text.trim().to_owned();
        let optional = |text: Option<String>| text.map(trimmed).filter(|text| !text.is_empty());
        let checked = Self {
            name: trimmed(name),
            company: optional(company),
            line1: trimmed(line1),
            line2: optional(line2),
            postal_code: trimmed(postal_code),
            city: trimmed(city),
            country: country.trim().to_ascii_uppercase(),
            phone: optional(phone),
            is_default,
        };
        let mut errors = Vec::new();
        let mut require = |ok: bool, error| {
            if !ok {
                errors.push(error);
            }
        };
        let line = |text: &str| text.chars().count() <= 100 && !text.chars().any(char::is_control);
        let said = |text: &str| !text.is_empty() && line(text);
        let code = |text: &str| {
            (1..=16).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '-')
        };
        let number = |text: &str| {
            (5..=30).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_digit() || " +()-./".contains(c))
        };
        require(said(&checked.name), AddressError::Name);
        require(checked.company.as_deref().is_none_or(line), AddressError::Company);
        require(said(&checked.line1), AddressError::Line1);
        require(checked.line2.as_deref().is_none_or(line), AddressError::Line2);
        require(code(&checked.postal_code), AddressError::PostalCode);
        require(said(&checked.city), AddressError::City);
        require(
            COUNTRIES.split_ascii_whitespace().any(|known| known == checked.country),
            AddressError::Country,
        );
        require(checked.phone.as_deref().is_none_or(number), AddressError::Phone);
        if errors.is_empty() { Ok(checked) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> NewAddress {
        NewAddress {
            name: " Ada Lovelace ".into(),
            company: Some(" ".into()),
            line1: "12 rue des Halles".into(),
            line2: None,
            postal_code: "75001".into(),
            city: "Paris".into(),
            country: "fr".into(),
            phone: Some("+33 1 23 45 67 89".into()),
            is_default: false,
        }
    }

    #[test]
    fn blanks_and_case_do_not_matter() {
        let checked = address().check().unwrap();
        assert_eq!((checked.name.as_str(), checked.country.as_str()), ("Ada Lovelace", "FR"));
        assert_eq!(checked.company, None);
        assert_eq!(checked.clone().check(), Ok(checked), "checking twice changes nothing");
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let long = "x".repeat(101);
        let wrong = NewAddress {
            name: "  ".into(),
            company: Some(long.clone()),
            line1: String::new(),
            line2: Some("a\nb".into()),
            postal_code: "7500é".into(),
            city: long,
            country: "XX".into(),
            phone: Some("call me".into()),
            is_default: true,
        };
        let errors = wrong.check().unwrap_err();
        let pointers: Vec<_> = errors.into_iter().map(AddressError::pointer).collect();
        let all = ["/name", "/company", "/line1", "/line2", "/postal_code", "/city", "/country", "/phone"];
        assert_eq!(pointers, all);
    }

    #[test]
    fn there_are_249_countries() {
        assert_eq!(COUNTRIES.split_ascii_whitespace().count(), 249);
    }
}
