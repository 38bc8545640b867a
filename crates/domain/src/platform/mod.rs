//! What every capability shares: cursors of lists, versions of conditional requests,
//! work for later.

mod cursor;
mod if_match;
mod job;

pub use cursor::{Cursor, CursorError, Limit, Page, SortKey};
pub use if_match::{IfMatch, NoEntityTags, Stale};
pub use job::{Task, retry_after};
