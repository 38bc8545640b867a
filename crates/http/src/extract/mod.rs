//! Extractors that answer with problem+json.

mod accept_encoding;
mod idempotency;
mod if_match;
mod if_none_match;
mod json;
mod page;
mod path;
mod query;
mod said;

pub(crate) use accept_encoding::accepts;
pub use idempotency::IdempotencyHeader;
pub use if_match::IfMatchHeader;
pub(crate) use if_match::{Tagged, tagged};
pub(crate) use if_none_match::is_known;
pub use json::Json;
pub use page::{PageParams, PageQuery};
pub use path::Path;
pub use query::Query;
pub(crate) use said::said;
