use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Candidate, Relevance};
use crate::platform::SortKey;

/// How products are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProductSort)]
pub enum Sort {
    /// By how well they fit the words; `newest` when there are none.
    Relevance,
    /// By when they were first shown.
    Newest,
    /// By units of paid orders in the last 90 days; counted every few minutes.
    BestSelling,
    /// By what they cost now.
    Price,
    /// By name.
    Name,
    /// By weight.
    Weight,
}

impl Sort {
    /// Whether it goes from the greatest to the least when nobody says.
    pub fn descends(self) -> bool {
        match self {
            Self::Relevance | Self::Newest | Self::BestSelling => true,
            Self::Price | Self::Name | Self::Weight => false,
        }
    }

    /// Whether names are needed to sort so.
    pub fn reads_names(self) -> bool {
        match self {
            Self::Relevance | Self::Name => true,
            Self::Newest | Self::BestSelling | Self::Price | Self::Weight => false,
        }
    }

    fn tag(self) -> u8 {
        match self {
            Self::Relevance => b'r',
            Self::Newest => b't',
            Self::BestSelling => b'b',
            Self::Price => b'p',
            Self::Name => b'n',
            Self::Weight => b'w',
        }
    }

    const ALL: [Self; 6] =
        [Self::Relevance, Self::Newest, Self::BestSelling, Self::Price, Self::Name, Self::Weight];
}

/// How the candidates are ranked, with what that takes.
#[derive(Clone, Debug)]
pub enum Ranking {
    /// By how well they fit.
    Relevance(Relevance),
    /// By when they were first shown.
    Newest,
    /// By these units; those who are not among them have sold none.
    BestSelling(HashMap<Uuid, i64>),
    /// By what they cost now.
    Price,
    /// By name.
    Name,
    /// By weight.
    Weight,
}

impl Ranking {
    pub(super) fn key<'a>(&self, candidate: &Candidate<'a>, price: i64) -> Key<'a> {
        match self {
            Self::Relevance(relevance) => Key::Number(relevance.of(candidate)),
            Self::Newest => Key::Number(candidate.shown_at),
            Self::BestSelling(units) => Key::Number(units.get(&candidate.id).copied().unwrap_or(0)),
            Self::Price => Key::Number(price),
            Self::Name => Key::Text(Cow::Borrowed(candidate.name)),
            Self::Weight => Key::Number(candidate.weight_grams),
        }
    }
}

/// What a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    Number(i64),
    Text(Cow<'a, [u8]>),
}

/// A place in a sorted list of products. It is of use in that list only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    sort: Sort,
    descending: bool,
    pub(super) key: Key<'static>,
}

impl Place {
    pub(super) fn of(sort: Sort, descending: bool, key: Key<'_>) -> Self {
        let key = match key {
            Key::Number(number) => Key::Number(number),
            Key::Text(text) => Key::Text(Cow::Owned(text.into_owned())),
        };
        Self { sort, descending, key }
    }

    /// Whether it is a place in a list that is sorted so.
    pub fn is_in(&self, sort: Sort, descending: bool) -> bool {
        self.sort == sort && self.descending == descending
    }
}

impl SortKey for Place {
    const TAG: u8 = b'p';

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend([self.sort.tag(), u8::from(self.descending)]);
        match &self.key {
            Key::Number(number) => number.write(bytes),
            Key::Text(text) => bytes.extend(text.iter()),
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let ([tag, descending], key) = bytes.split_first_chunk()?;
        let sort = Sort::ALL.into_iter().find(|sort| sort.tag() == *tag)?;
        let descending = match descending {
            0 => false,
            1 => true,
            _ => return None,
        };
        let key = match sort {
            Sort::Name => Key::Text(Cow::Owned(key.to_vec())),
            Sort::Relevance | Sort::Newest | Sort::BestSelling | Sort::Price | Sort::Weight => {
                Key::Number(i64::read(key)?)
            }
        };
        Some(Self { sort, descending, key })
    }
}
