//! The Merkle tree of RFC 9162 §2.1, over leaves that are hashed already.
//!
//! The RFC splits at powers of two from above. Joining neighbours level by level, and letting whoever has no sibling go up
//! as it is, makes the same tree.

use super::Hash;

/// The hash of an inner node. Its prefix keeps it from being taken for a leaf.
fn node(left: Hash, right: Hash) -> Hash {
    Hash::of(&[&[1], &left.0, &right.0])
}

/// One level up.
fn parents(level: &[Hash]) -> Vec<Hash> {
    let parent = |pair: &[Hash]| match *pair {
        [left, right] => Some(node(left, right)),
        [alone] => Some(alone),
        _ => None,
    };
    level.chunks(2).filter_map(parent).collect()
}

/// The root: it is another one as soon as a leaf is another one, is missing, is more, or stands elsewhere.
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    let mut level = leaves.to_vec();
    while level.len() > 1 {
        level = parents(&level);
    }
    level.first().copied().unwrap_or_else(|| Hash::of(&[]))
}

/// What somebody who has only the leaf at `place` needs to come to the same root: the siblings on the way up.
#[must_use]
pub fn proof(leaves: &[Hash], mut place: usize) -> Vec<Hash> {
    let mut level = leaves.to_vec();
    let mut proof = Vec::new();
    while level.len() > 1 {
        proof.extend(level.get(place ^ 1));
        level = parents(&level);
        place /= 2;
    }
    proof
}

/// The root that a proof leads to from the leaf at `place` among `size` leaves. None when the proof is of another length
/// than such a tree's.
#[must_use]
pub fn root_of(leaf: Hash, place: usize, size: usize, proof: &[Hash]) -> Option<Hash> {
    if place >= size {
        return None;
    }
    let (mut root, mut place, mut size) = (leaf, place, size);
    let mut siblings = proof.iter().copied();
    while size > 1 {
        if place % 2 == 1 {
            root = node(siblings.next()?, root);
        } else if place + 1 < size {
            root = node(root, siblings.next()?);
        }
        place /= 2;
        size = size.div_ceil(2);
    }
    siblings.next().is_none().then_some(root)
}
