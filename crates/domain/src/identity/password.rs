use zxcvbn::Score;

/// A new password that is strong enough to be stored. Its text is never shown, also not by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a new password is refused. The text is for the person who chose it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`Password::MIN`] characters.
    #[error("use at least {} characters", Password::MIN)]
    TooShort,
    /// More than [`Password::MAX`] bytes: hashing it would be free work for an attacker.
    #[error("use at most {} bytes", Password::MAX)]
    TooLong,
    /// zxcvbn says that it would be guessed soon; the text says why, in its words.
    #[error("{0}")]
    Guessable(String),
}

impl Password {
    /// Fewest characters.
    pub const MIN: usize = 10;
    /// Most bytes.
    pub const MAX: usize = 128;
    /// How many characters are judged. A strong beginning is strong enough, and some texts of a hundred characters
    /// keep zxcvbn busy for two seconds.
    const JUDGED: usize = 40;

    /// Judges `text` with zxcvbn, knowing the `hints` (e-mail, name) that an attacker knows too.
    ///
    /// # Errors
    /// [`PasswordError`] says what to do better.
    pub fn new(text: String, hints: &[&str]) -> Result<Self, PasswordError> {
        if text.chars().count() < Self::MIN {
            return Err(PasswordError::TooShort);
        }
        if text.len() > Self::MAX {
            return Err(PasswordError::TooLong);
        }
        let beginning: String = text.chars().take(Self::JUDGED).collect();
        let judged = zxcvbn::zxcvbn(&beginning, hints);
        if judged.score() >= Score::Three {
            return Ok(Self(text));
        }
        let warning = judged.feedback().and_then(zxcvbn::feedback::Feedback::warning).map_or_else(
            || "This is easy to guess: use a few uncommon words.".to_owned(),
            |warning| warning.to_string(),
        );
        Err(PasswordError::Guessable(warning))
    }

    /// The text, to be hashed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(text: &str) -> Result<Password, PasswordError> {
        Password::new(text.to_owned(), &["ada@example.com"])
    }

    #[test]
    fn a_few_uncommon_words_do() {
        assert!(judge("velvet-anchor-quarry").is_ok());
    }

    #[test]
    fn short_long_and_known_ones_do_not() {
        assert_eq!(judge("x7$Kp").unwrap_err(), PasswordError::TooShort);
        assert_eq!(judge(&"ab3-".repeat(40)).unwrap_err(), PasswordError::TooLong);
        assert!(matches!(judge("password12").unwrap_err(), PasswordError::Guessable(_)));
        assert!(matches!(judge("ada@example.com").unwrap_err(), PasswordError::Guessable(_)));
    }

    #[test]
    fn the_beginning_decides() {
        assert!(judge(&format!("velvet-anchor-quarry-{}", "a".repeat(100))).is_ok());
        let late = format!("{}velvet-anchor-quarry", "a".repeat(Password::JUDGED));
        assert!(matches!(judge(&late).unwrap_err(), PasswordError::Guessable(_)));
    }

    #[test]
    fn debug_hides_it() {
        assert_eq!(format!("{:?}", judge("velvet-anchor-quarry").unwrap()), "Password(…)");
    }
}
