/// What to call a person: trimmed, 1 to [`Name::MAX`] characters, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

/// The text cannot be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("1 to {} characters", Name::MAX)]
pub struct NameError;

impl Name {
    /// Most characters.
    pub const MAX: usize = 100;

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        let plausible =
            (1..=Self::MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if plausible { Ok(Self(text.to_owned())) } else { Err(NameError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_around_do_not_count() {
        let name: Name = "  Ada Lovelace ".parse().unwrap();
        assert_eq!(name.as_str(), "Ada Lovelace");
    }

    #[test]
    fn empty_long_and_unprintable_ones_are_refused() {
        let long = "ä".repeat(Name::MAX + 1);
        for text in ["", "   ", "a\0b", "a\nb", &long] {
            assert_eq!(text.parse::<Name>(), Err(NameError), "{text:?}");
        }
        assert!("ä".repeat(Name::MAX).parse::<Name>().is_ok());
    }
}
