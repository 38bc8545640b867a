/// An e-mail address: trimmed, lower-cased, one `@`, at most 254 bytes (RFC 5321 §4.5.3.1.3).
///
/// Whether somebody reads it is only known once a mail was answered; the shape is checked just enough to catch
/// typing errors. Addresses are compared without case, so they are kept in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

/// The text cannot be an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("enter an e-mail address like name@example.com")]
pub struct EmailError;

impl Email {
    /// The address in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().to_lowercase();
        let (local, host) = text.split_once('@').ok_or(EmailError)?;
        let plausible = text.len() <= 254
            && !local.is_empty()
            && local.len() <= 64
            && host.len() >= 3
            && !host.starts_with('.')
            && !host.ends_with('.')
            && host.contains('.')
            && !host.contains("..")
            && !host.contains('@')
            && !text
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'));
        if plausible { Ok(Self(text)) } else { Err(EmailError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_blanks_do_not_matter() {
        let email: Email = "  Ada.Lovelace@Example.COM ".parse().unwrap();
        assert_eq!(email.as_str(), "ada.lovelace@example.com");
    }

    #[test]
    fn typing_errors_are_refused() {
        let long = format!("{}@example.com", "a".repeat(250));
        for text in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@example",
            "a@b@c.de",
            "a b@c.de",
            "a@.de",
            "a@c..de",
            "a@c.de.",
            "<a@c.de>",
            "a@c.de,b@c.de",
            &long,
        ] {
            assert_eq!(text.parse::<Email>(), Err(EmailError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_twice_changes_nothing(text in "\\PC{0,30}@\\PC{1,20}\\.[a-z]{2,5}") {
            if let Ok(email) = text.parse::<Email>() {
                prop_assert_eq!(email.as_str().parse::<Email>(), Ok(email));
            }
        }
    }
}
