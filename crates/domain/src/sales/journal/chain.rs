use super::{Entry, Hash};
use crate::SaleId;

/// Follows a sale's journal from one entry to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    sale: SaleId,
    seq: i64,
    head: Hash,
}

/// Where a journal is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The entry is another sale's.
    #[error("an entry of another sale stands after entry {0}")]
    Elsewhere(i64),
    /// An entry is missing, or one is too many.
    #[error("the entry after number {0} has another number")]
    Gap(i64),
    /// The entry does not name the one before it.
    #[error("entry {0} does not follow from the entry before")]
    Unlinked(i64),
    /// The entry is not what its hash says.
    #[error("entry {0} is not what its hash says")]
    Doctored(i64),
}

impl Chain {
    /// From before the first entry.
    #[must_use]
    pub fn new(sale: SaleId) -> Self {
        Self { sale, seq: 0, head: Hash::ZERO }
    }

    /// From behind an entry that is trusted already, such as a receipt's.
    #[must_use]
    pub fn from(entry: &Entry) -> Self {
        Self { sale: entry.sale, seq: entry.seq, head: entry.hash }
    }

    /// Goes on to the next entry.
    ///
    /// # Errors
    /// [`Broken`]; the chain stays where it was.
    pub fn follow(&mut self, entry: &Entry) -> Result<(), Broken> {
        if entry.sale != self.sale {
            return Err(Broken::Elsewhere(self.seq));
        }
        if Some(entry.seq) != self.seq.checked_add(1) {
            return Err(Broken::Gap(self.seq));
        }
        if entry.previous != self.head {
            return Err(Broken::Unlinked(entry.seq));
        }
        if entry.computed_hash() != entry.hash {
            return Err(Broken::Doctored(entry.seq));
        }
        (self.seq, self.head) = (entry.seq, entry.hash);
        Ok(())
    }

    /// The number of the last entry, and its hash.
    #[must_use]
    pub fn head(&self) -> (i64, Hash) {
        (self.seq, self.head)
    }
}
