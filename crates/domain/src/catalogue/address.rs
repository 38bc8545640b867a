use serde::Deserialize;
use uuid::Uuid;

/// The readable part of an address: `ember-kettle`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slug(String);

/// The text cannot be a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("use 1 to 80 lower-case letters, digits and single hyphens, and nothing that reads as an id")]
pub struct SlugError;

impl Slug {
    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plausible = (1..=80).contains(&text.len())
            && text.split('-').all(|part| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            })
            // Ids and slugs share the place in a path: no slug may hide what an id names.
            && Uuid::try_parse(text).is_err();
        if plausible { Ok(Self(text.to_owned())) } else { Err(SlugError) }
    }
}

/// How a request names a thing of the catalogue: programs by its id, which never changes, pages by its slug.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum IdOrSlug {
    /// Its id.
    Id(Uuid),
    /// Its slug as it is now.
    Slug(Slug),
}

impl IdOrSlug {
    /// The id, if it is one.
    pub fn id(&self) -> Option<Uuid> {
        match self {
            Self::Id(id) => Some(*id),
            Self::Slug(_) => None,
        }
    }

    /// The slug, if it is one.
    pub fn slug(&self) -> Option<&str> {
        match self {
            Self::Id(_) => None,
            Self::Slug(slug) => Some(slug.as_str()),
        }
    }
}

impl TryFrom<String> for IdOrSlug {
    type Error = SlugError;

    fn try_from(text: String) -> Result<Self, SlugError> {
        text.parse()
    }
}

impl std::str::FromStr for IdOrSlug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        Uuid::try_parse(text).map_or_else(|_| text.parse().map(Self::Slug), |id| Ok(Self::Id(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e";

    #[test]
    fn slugs() {
        assert!("ember-kettle-2".parse::<Slug>().is_ok());
        for text in ["", "-a", "a-", "a--b", "Ember", "a b", "é", "a\0", ID, &"a".repeat(81)] {
            assert_eq!(text.parse::<Slug>(), Err(SlugError), "{text}");
        }
    }

    #[test]
    fn an_address_is_an_id_or_a_slug() {
        assert_eq!(ID.parse::<IdOrSlug>().unwrap().id(), Some(ID.parse().unwrap()));
        assert_eq!("ember-kettle".parse::<IdOrSlug>().unwrap().slug(), Some("ember-kettle"));
        assert_eq!("Ember".parse::<IdOrSlug>(), Err(SlugError));
    }
}
