//! Extractors that answer with problem+json.

mod idempotency;
mod json;
mod page;
mod path;
mod query;

pub use idempotency::IdempotencyHeader;
pub use json::Json;
pub use page::{PageParams, PageQuery};
pub use path::Path;
pub use query::Query;
