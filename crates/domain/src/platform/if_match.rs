/// Which versions of a thing a request may change: the value of `If-Match` (RFC 9110, 13.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// `*`: whatever it is now.
    Any,
    /// One of these.
    Versions(Vec<i64>),
}

/// Entity tags that one field may list.
const MOST_TAGS: usize = 16;

/// The text is no list of entity tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ETag as it was answered, quotes included, or *; at most {MOST_TAGS} of them")]
pub struct NoEntityTags;

/// Somebody changed the thing since the caller looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it was changed meanwhile")]
pub struct Stale;

impl IfMatch {
    /// Goes on only when a thing of this version may be changed.
    ///
    /// # Errors
    /// [`Stale`].
    pub fn require(&self, version: i64) -> Result<(), Stale> {
        if self.accepts(version) { Ok(()) } else { Err(Stale) }
    }

    /// Whether a thing of this version may be changed.
    pub fn accepts(&self, version: i64) -> bool {
        match self {
            Self::Any => true,
            Self::Versions(versions) => versions.contains(&version),
        }
    }
}

impl std::str::FromStr for IfMatch {
    type Err = NoEntityTags;

    fn from_str(text: &str) -> Result<Self, NoEntityTags> {
        if text.trim() == "*" {
            return Ok(Self::Any);
        }
        let mut versions = Vec::new();
        for (place, tag) in text.split(',').enumerate() {
            if place == MOST_TAGS {
                return Err(NoEntityTags);
            }
            let tag = tag.trim();
            // A weak tag is one, but never matches here; nor does one that we never gave.
            let opaque = tag.strip_prefix("W/").unwrap_or(tag);
            let inner =
                opaque.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or(NoEntityTags)?;
            if inner.contains('"') {
                return Err(NoEntityTags);
            }
            // What everybody reads has a hash behind the version, which no edit has to match: stock is not edited.
            let inner = inner.split_once('.').map_or(inner, |(version, _)| version);
            if opaque == tag
                && let Ok(version) = inner.parse::<i64>()
                && version.to_string() == inner
            {
                versions.push(version);
            }
        }
        Ok(Self::Versions(versions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strong_tags_are_compared() {
        let accepts = |text: &str| text.parse::<IfMatch>().unwrap().accepts(3);
        assert!(accepts("\"3\"") && accepts("*") && accepts("\"1\", \"3\"") && accepts("\"3.x\""));
        assert!(!accepts("\"4\"") && !accepts("W/\"3\"") && !accepts("\"three\"") && !accepts("\"+3\""));
    }

    #[test]
    fn anything_else_is_a_mistake() {
        let many = vec!["\"1\""; MOST_TAGS + 1].join(",");
        for text in ["", "3", "\"3", "\"3\" \"4\"", "\"3\",", "**", "\"", many.as_str()] {
            assert_eq!(text.parse::<IfMatch>(), Err(NoEntityTags), "{text}");
        }
    }
}
