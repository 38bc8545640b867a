//! What every capability shares: cursors of lists, versions of conditional requests.

mod cursor;
mod if_match;

pub use cursor::{Cursor, CursorError, Limit, Page, SortKey};
pub use if_match::{IfMatch, NoEntityTags, Stale};
