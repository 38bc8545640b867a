use serde::{Deserialize, Serialize};

/// Which of the two a document is. Each kind has its own numbers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// Of an order that was paid.
    Invoice,
    /// Of a refund that was settled.
    CreditNote,
}

impl InvoiceKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Invoice, Self::CreditNote];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
        }
    }

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invoice => "Invoice",
            Self::CreditNote => "Credit note",
        }
    }

    /// What its numbers begin with.
    fn prefix(self) -> &'static str {
        match self {
            Self::Invoice => "",
            Self::CreditNote => "CN-",
        }
    }
}

/// The number of an invoice, `2026-000123`, or of a credit note, `CN-2026-000012`. Within a kind and a year they begin
/// with 1 and have no gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InvoiceNumber {
    /// Whose numbers.
    pub kind: InvoiceKind,
    /// The year in which it was issued, in the shop's time zone.
    pub year: i32,
    /// From 1.
    pub number: i64,
}

/// The text is no number of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an invoice's number is like 2026-000123, a credit note's like CN-2026-000012")]
pub struct InvoiceNumberError;

impl std::fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { kind, year, number } = self;
        write!(f, "{}{year:04}-{number:06}", kind.prefix())
    }
}

impl std::str::FromStr for InvoiceNumber {
    type Err = InvoiceNumberError;

    /// Exactly as it is written: every number has one text.
    fn from_str(text: &str) -> Result<Self, InvoiceNumberError> {
        let (kind, rest) = match text.strip_prefix(InvoiceKind::CreditNote.prefix()) {
            Some(rest) => (InvoiceKind::CreditNote, rest),
            None => (InvoiceKind::Invoice, text),
        };
        let (year, number) = rest.split_once('-').ok_or(InvoiceNumberError)?;
        let year = year.parse().map_err(|_| InvoiceNumberError)?;
        let number = number.parse().map_err(|_| InvoiceNumberError)?;
        let parsed = Self { kind, year, number };
        if number > 0 && parsed.to_string() == text { Ok(parsed) } else { Err(InvoiceNumberError) }
    }
}

impl TryFrom<String> for InvoiceNumber {
    type Error = InvoiceNumberError;

    fn try_from(text: String) -> Result<Self, InvoiceNumberError> {
        text.parse()
    }
}

impl From<InvoiceNumber> for String {
    fn from(number: InvoiceNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_read_back(credit: bool, year in 1i32..10_000, number in 1i64..) {
            let kind = if credit { InvoiceKind::CreditNote } else { InvoiceKind::Invoice };
            let number = InvoiceNumber { kind, year, number };
            prop_assert_eq!(number.to_string().parse(), Ok(number));
        }

        #[test]
        fn other_texts_are_refused_or_read_back(text in "(CN-)?[0-9+ -]{0,12}") {
            if let Ok(number) = text.parse::<InvoiceNumber>() {
                prop_assert_eq!(number.to_string(), text);
            }
        }
    }

    #[test]
    fn numbers_are_written_with_their_year() {
        let number = |kind, number| InvoiceNumber { kind, year: 2026, number }.to_string();
        assert_eq!(number(InvoiceKind::Invoice, 123), "2026-000123");
        assert_eq!(number(InvoiceKind::CreditNote, 12), "CN-2026-000012");
        assert_eq!(number(InvoiceKind::Invoice, 1_234_567), "2026-1234567");
        for text in ["", "2026", "2026-", "2026-000000", "2026-00123", "cn-2026-000012", "2026-000123 "] {
            assert_eq!(text.parse::<InvoiceNumber>(), Err(InvoiceNumberError), "{text:?}");
        }
    }
}
