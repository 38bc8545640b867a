/// The text of a discount code: 3 to 32 of A–Z, 0–9 and `-`. Case and blanks do not matter, because people copy codes
/// from mails and say them on the telephone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodeText(String);

/// The text cannot be a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("3 to 32 of the characters A to Z, 0 to 9 and -")]
pub struct CodeTextError;

impl CodeText {
    /// In capitals and without blanks.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for CodeText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for CodeText {
    type Err = CodeTextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Whoever sends a book meant no code.
        if text.len() > 200 {
            return Err(CodeTextError);
        }
        let text: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
        if (3..=32).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text))
        } else {
            Err(CodeTextError)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_blanks_do_not_matter() {
        for text in ["WELCOME10", "welcome10", "  Welcome 10\n", "w e l c o m e 1 0"] {
            assert_eq!(text.parse::<CodeText>().unwrap().as_str(), "WELCOME10");
        }
        for text in ["", "  ", "AB", "É10", "A_B", "A'B--", &"A".repeat(33), &" ".repeat(300)] {
            assert_eq!(text.parse::<CodeText>(), Err(CodeTextError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_twice_changes_nothing(text in "\\PC{0,40}") {
            if let Ok(code) = text.parse::<CodeText>() {
                prop_assert_eq!(code.as_str().parse::<CodeText>(), Ok(code));
            }
        }
    }
}
