use super::{Entry, EntryKind, Hash, tree};
use crate::{OrderId, UserId};

/// An order's part in an entry: what one leaf of its digest says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The order.
    pub order: OrderId,
    /// Whose it is.
    pub user: UserId,
    /// How many units.
    pub units: u32,
}

impl Share {
    /// The leaf. Others see it in their proofs and learn nothing: nobody guesses both ids.
    #[must_use]
    pub fn leaf(&self) -> Hash {
        let Self { order, user, units } = self;
        Hash::of(&[&[0], order.0.as_bytes(), user.0.as_bytes(), &units.to_be_bytes()])
    }
}

/// The digest over what an entry is about, in whatever order it comes: the tree's leaves stand by order id.
#[must_use]
pub fn digest(shares: impl IntoIterator<Item = Share>) -> Hash {
    tree::root(&leaves(shares).1)
}

/// The shares by order id, and their leaves.
fn leaves(shares: impl IntoIterator<Item = Share>) -> (Vec<Share>, Vec<Hash>) {
    let mut shares: Vec<Share> = shares.into_iter().collect();
    shares.sort_unstable_by_key(|share| share.order);
    let leaves = shares.iter().map(Share::leaf).collect();
    (shares, leaves)
}

/// What a customer needs to see that their order is in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The order's part.
    pub share: Share,
    /// The entry that placed it.
    pub entry: Entry,
    /// Its leaf's place in the entry's tree, from 0.
    pub place: usize,
    /// The siblings on the way from the leaf to the root.
    pub proof: Vec<Hash>,
}

/// Why a receipt proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The entry did not sell anything.
    #[error("the entry placed no orders")]
    NothingSold,
    /// The order is not among those of the entry.
    #[error("the order is not in the entry's digest")]
    NotIncluded,
    /// The entry is not what its hash says.
    #[error("the entry is not what its hash says")]
    Doctored,
}

impl Receipt {
    /// Makes the receipt of `order` from all that its entry placed. None when it is not among them.
    #[must_use]
    pub fn of(order: OrderId, entry: Entry, placed: impl IntoIterator<Item = Share>) -> Option<Self> {
        let (shares, leaves) = leaves(placed);
        let place = shares.iter().position(|share| share.order == order)?;
        let share = *shares.get(place)?;
        Some(Self { share, entry, place, proof: tree::proof(&leaves, place) })
    }

    /// Sees whether the order is in the entry, and the entry what its hash says. That the hash is in the sale's journal
    /// is for a [`super::Chain`] to find out.
    ///
    /// # Errors
    /// [`ReceiptError`].
    pub fn verify(&self) -> Result<(), ReceiptError> {
        let Self { share, entry, place, proof } = self;
        if entry.kind != EntryKind::Sold {
            return Err(ReceiptError::NothingSold);
        }
        let size = usize::try_from(entry.orders).unwrap_or(usize::MAX);
        if tree::root_of(share.leaf(), *place, size, proof) != Some(entry.digest) {
            return Err(ReceiptError::NotIncluded);
        }
        if entry.computed_hash() == entry.hash { Ok(()) } else { Err(ReceiptError::Doctored) }
    }
}
