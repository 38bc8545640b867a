/// Words beyond this one are passed over.
pub const MOST_WORDS: usize = 8;

/// What somebody typed to find something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchText(String);

/// The text cannot be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at most {} characters on one line, none that cannot be printed", SearchText::LONGEST)]
pub struct SearchTextError;

impl SearchText {
    /// The longest, in characters.
    pub const LONGEST: usize = 200;

    /// The text without the spaces around it; none when nothing is left.
    ///
    /// # Errors
    /// [`SearchTextError`].
    pub fn parse(text: &str) -> Result<Option<Self>, SearchTextError> {
        let text = text.trim();
        if text.contains(char::is_control) || text.chars().count() > Self::LONGEST {
            return Err(SearchTextError);
        }
        Ok(if text.is_empty() { None } else { Some(Self(text.to_owned())) })
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_searched_for() {
        assert_eq!(SearchText::parse("  ").unwrap(), None);
        assert_eq!(SearchText::parse(" Comté ").unwrap().unwrap().as_str(), "Comté");
        assert!(SearchText::parse(&"é".repeat(200)).is_ok());
        for bad in ["a\0", "a\nb", "\u{7f}x", &"a".repeat(201)] {
            assert_eq!(SearchText::parse(bad), Err(SearchTextError), "{bad:?}");
        }
    }
}
