use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Money, ProductId};

/// Where a product stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductStatus {
    /// Only staff see it.
    Draft,
    /// Everybody sees it.
    Published,
    /// No longer sold; old orders still show it.
    Archived,
}

impl ProductStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Archived];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }
}

/// The readable part of a product's address: `ember-kettle`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slug(String);

/// The text cannot be a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("use 1 to 80 lower-case letters, digits and single hyphens")]
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
            });
        if plausible { Ok(Self(text.to_owned())) } else { Err(SlugError) }
    }
}

/// A product of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its address, unique.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What it is, in sentences.
    pub description: String,
    /// Where its picture is, a path of this site or an https address.
    pub image_url: Option<String>,
    /// Gross price of one unit outside sales.
    pub price: Money,
    /// Units in the shop's own stock, those allocated to sales not counted.
    pub stock: i64,
    /// Where it stands in its life.
    pub status: ProductStatus,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert!("ember-kettle-2".parse::<Slug>().is_ok());
        for text in ["", "-a", "a-", "a--b", "Ember", "a b", "é", &"a".repeat(81)] {
            assert_eq!(text.parse::<Slug>(), Err(SlugError), "{text}");
        }
    }
}
