//! Finding products by their words, by what they are filed under, by price, weight and stock.
//!
//! PostgreSQL finds the candidates in one index and hands them over in one piece; `domain::search` filters, counts and sorts
//! them in one pass. The triggers of the migration `search` keep the index in the transaction of whoever writes.

mod candidates;
mod correct;
mod discounts;
mod facets;
mod find;
mod query;
mod suggest;
mod taxa;
mod words;

pub use facets::FoundFacet;
pub use find::{Counted, Found, find};
pub use suggest::{Suggested, Suggestion, suggest};
