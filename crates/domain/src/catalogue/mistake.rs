use super::Slug;

/// One thing that is wrong with what staff ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where in the request it is (RFC 6901).
    pub pointer: String,
    /// What would be right.
    pub detail: String,
}

/// Collects all mistakes of a request, so that they are told at once.
#[derive(Debug, Default)]
pub(crate) struct Mistakes(Vec<Mistake>);

impl Mistakes {
    pub(crate) fn require(&mut self, ok: bool, pointer: impl Into<String>, detail: impl Into<String>) {
        if !ok {
            self.0.push(Mistake { pointer: pointer.into(), detail: detail.into() });
        }
    }

    pub(crate) fn slug(&mut self, slug: &str) {
        if let Err(error) = slug.parse::<Slug>() {
            self.require(false, "/slug", error.to_string());
        }
    }

    /// One line of 1 to `most` characters.
    pub(crate) fn line(&mut self, text: &str, pointer: &str, most: usize) {
        let ok = (1..=most).contains(&text.trim().chars().count()) && !text.contains(char::is_control);
        self.require(ok, pointer, format!("1 to {most} characters on one line"));
    }

    /// At most `most` characters on any number of lines.
    pub(crate) fn prose(&mut self, text: &str, pointer: &str, most: usize) {
        let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        let ok = text.chars().count() <= most && !text.contains(odd);
        self.require(ok, pointer, format!("at most {most} characters, none that cannot be printed"));
    }

    /// A path of this site or an https address: nothing that a page would run.
    pub(crate) fn location(&mut self, address: &str, pointer: impl Into<String>) {
        let local = address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\");
        let ok = address.len() <= 500
            && (local || address.strip_prefix("https://").is_some_and(|rest| !rest.is_empty()))
            && !address.contains(|c: char| c.is_control() || c.is_whitespace());
        self.require(ok, pointer, "a path of this site or an https address, at most 500 bytes");
    }

    pub(crate) fn done(self) -> Result<(), Vec<Mistake>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(check: impl Fn(&mut Mistakes)) -> bool {
        let mut mistakes = Mistakes::default();
        check(&mut mistakes);
        mistakes.done().is_err()
    }

    #[test]
    fn addresses_that_a_page_may_follow() {
        for good in ["/demo/a.svg", "/", "https://cdn.test/a.png"] {
            assert!(!found(|m| m.location(good, "/url")), "{good}");
        }
        let long = format!("/{}", "a".repeat(500));
        let bad = [
            "",
            "a.svg",
            "//evil.test",
            "/\\evil.test",
            "http://a.test",
            "https://",
            "javascript:alert(1)",
            "/a b",
        ];
        for bad in bad.into_iter().chain([long.as_str()]) {
            assert!(found(|m| m.location(bad, "/url")), "{bad}");
        }
    }

    #[test]
    fn texts_that_can_be_shown() {
        assert!(!found(|m| m.line("Öl", "/name", 2)));
        for bad in ["", "  ", "abc", "a\n", "\0"] {
            assert!(found(|m| m.line(bad, "/name", 2)), "{bad:?}");
        }
        assert!(!found(|m| m.prose("a\nb", "/text", 3)));
        assert!(found(|m| m.prose("a\0", "/text", 3)) && found(|m| m.prose("abcd", "/text", 3)));
    }
}
