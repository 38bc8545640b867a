//! The sale journal: the entries of a sale's ledger, chained by hashes, and the receipt of an order in it. Pure: whoever
//! has the entries can verify them, and what an honest entry looks like is written down here for the audit's tests, the
//! documentation (docs/journal.md) and the page that does the same in a browser.
//!
//! PostgreSQL computes the same in `journal_digest` and `journal_hash` (see the migration `sale_journal`).
//! docs/journal-vectors.json holds the three together.

mod chain;
mod entry;
mod hash;
mod receipt;
pub mod tree;

pub use chain::{Broken, Chain};
pub use entry::{Entry, EntryKind, JournalCursor};
pub use hash::{Hash, HashError};
pub use receipt::{Receipt, ReceiptError, Share, digest};

#[cfg(test)]
mod tests;
