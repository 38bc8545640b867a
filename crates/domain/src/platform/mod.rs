//! What every capability shares: cursors of lists.

mod cursor;

pub use cursor::{Cursor, CursorError, Limit, Page};
