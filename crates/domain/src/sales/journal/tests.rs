use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::{Broken, Chain, Entry, EntryKind, Hash, Receipt, ReceiptError, Share, digest, tree};
use crate::{OrderId, SaleId, UserId};

/// What PostgreSQL and the pages are held to as well.
fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../../../docs/journal-vectors.json")).unwrap()
}

fn hash(value: &Value) -> Hash {
    value.as_str().unwrap().parse().unwrap()
}

fn share(value: &Value) -> Share {
    let id = |name: &str| -> Uuid { value[name].as_str().unwrap().parse().unwrap() };
    let units = u32::try_from(value["units"].as_u64().unwrap()).unwrap();
    Share { order: OrderId(id("order")), user: UserId(id("user")), units }
}

fn entry(sale: &Value, value: &Value) -> Entry {
    let number = |name: &str| value[name].as_i64().unwrap();
    let kind = EntryKind::ALL.into_iter().find(|kind| kind.as_str() == value["kind"]).unwrap();
    Entry {
        sale: sale.as_str().unwrap().parse().unwrap(),
        seq: number("seq"),
        kind,
        units: number("units"),
        allocated: number("allocated"),
        orders: u32::try_from(number("orders")).unwrap(),
        digest: hash(&value["digest"]),
        limit_before: value["limit_before"].as_u64().map(|limit| u32::try_from(limit).unwrap()),
        at: value["at"].as_str().unwrap().parse().unwrap(),
        previous: hash(&value["previous"]),
        hash: hash(&value["hash"]),
    }
}

#[test]
fn leaves_digests_and_proofs_are_the_documented_ones() {
    let vectors = vectors();
    let shares: Vec<Share> = vectors["shares"].as_array().unwrap().iter().map(share).collect();
    for (share, documented) in shares.iter().zip(vectors["shares"].as_array().unwrap()) {
        assert_eq!(share.leaf(), hash(&documented["leaf"]));
    }
    let trees = vectors["trees"].as_array().unwrap();
    assert_eq!(trees.len(), 10);
    for (size, tree) in trees.iter().enumerate() {
        let placed = &shares[..size];
        assert_eq!(digest(placed.iter().copied()), hash(&tree["digest"]), "of {size}");
        for documented in tree["proofs"].as_array().unwrap() {
            let order: OrderId = documented["order"].as_str().unwrap().parse().unwrap();
            let any = entry(&vectors["sale_id"], &vectors["entries"][1]["entry"]);
            let receipt = Receipt::of(order, any, placed.iter().copied()).unwrap();
            assert_eq!(Some(u64::try_from(receipt.place).unwrap()), documented["place"].as_u64());
            let proof: Vec<Hash> = documented["proof"].as_array().unwrap().iter().map(hash).collect();
            assert_eq!(receipt.proof, proof);
        }
    }
}

#[test]
fn entries_are_the_documented_ones_and_follow_each_other() {
    let vectors = vectors();
    let documented = vectors["entries"].as_array().unwrap();
    let first = entry(&vectors["sale_id"], &documented[0]["entry"]);
    let mut chain = Chain::new(first.sale);
    for step in documented {
        let entry = entry(&vectors["sale_id"], &step["entry"]);
        assert_eq!(entry.line(), step["line"].as_str().unwrap());
        assert_eq!(chain.follow(&entry), Ok(()));
    }
    assert_eq!(chain.head().0, 10);
}

fn shares(count: usize) -> Vec<Share> {
    let share = |place: usize| {
        let number = u128::try_from(place).unwrap();
        let units = u32::try_from(place % 5 + 1).unwrap();
        Share { order: OrderId(Uuid::from_u128(number)), user: UserId(Uuid::from_u128(!number)), units }
    };
    (0..count).map(share).collect()
}

/// A journal of honest entries, each about its own orders.
fn journal(sizes: &[usize]) -> Vec<Entry> {
    let sale = SaleId(Uuid::from_u128(1));
    let mut entries: Vec<Entry> = Vec::new();
    for (place, &size) in sizes.iter().enumerate() {
        let seq = i64::try_from(place).unwrap() + 1;
        let entry = Entry {
            sale,
            seq,
            kind: EntryKind::Sold,
            units: -i64::try_from(size).unwrap(),
            allocated: 0,
            orders: u32::try_from(size).unwrap(),
            digest: digest(shares(size)),
            limit_before: None,
            at: DateTime::<Utc>::UNIX_EPOCH + TimeDelta::microseconds(seq * 1_000_003),
            previous: entries.last().map_or(Hash::ZERO, |entry| entry.hash),
            hash: Hash::ZERO,
        };
        entries.push(Entry { hash: entry.computed_hash(), ..entry });
    }
    entries
}

fn verify(entries: &[Entry]) -> Result<(i64, Hash), Broken> {
    let mut chain = Chain::new(SaleId(Uuid::from_u128(1)));
    entries.iter().try_for_each(|entry| chain.follow(entry))?;
    Ok(chain.head())
}

/// Changes one thing about an entry.
fn doctor(entry: &mut Entry, what: usize, by: u32) {
    let more = i64::from(by);
    let other = |hash: &mut Hash| hash.0[usize::try_from(by % 32).unwrap()] ^= 1;
    match what {
        0 => entry.sale = SaleId(Uuid::from_u128(1 + u128::from(by))),
        1 => entry.seq += more,
        2 => entry.kind = EntryKind::ALL[usize::try_from(by % 8).unwrap()],
        3 => entry.units += more,
        4 => entry.allocated += more,
        5 => entry.orders += by,
        6 => other(&mut entry.digest),
        7 => entry.limit_before = Some(by),
        8 => entry.at += TimeDelta::microseconds(more),
        9 => other(&mut entry.previous),
        _ => other(&mut entry.hash),
    }
}

proptest! {
    /// Every order of every batch has a receipt, and any change to it is seen.
    #[test]
    fn a_receipt_proves_its_order_and_no_other(size in 1usize..70, place in any::<prop::sample::Index>(), by in 1u32..9) {
        let entry = journal(&[size])[0];
        let placed = shares(size);
        let place = place.index(size);
        let receipt = Receipt::of(placed[place].order, entry, placed.iter().copied()).unwrap();
        prop_assert_eq!(receipt.verify(), Ok(()));
        prop_assert!(receipt.proof.len() <= 7);

        let missing = Err(ReceiptError::NotIncluded);
        let mut doctored = receipt.clone();
        doctored.share.units += by;
        prop_assert_eq!(doctored.verify(), missing);
        let mut doctored = receipt.clone();
        doctored.share.order = OrderId(Uuid::from_u128(1_000));
        prop_assert_eq!(doctored.verify(), missing);
        let mut doctored = receipt.clone();
        doctored.share.user = UserId(Uuid::from_u128(1_000));
        prop_assert_eq!(doctored.verify(), missing);
        let mut doctored = receipt.clone();
        doctored.place += usize::try_from(by).unwrap();
        prop_assert_eq!(doctored.verify(), missing);
        let mut doctored = receipt.clone();
        doctored.proof.push(Hash::ZERO);
        prop_assert_eq!(doctored.verify(), missing);
        if size > 1 {
            let mut doctored = receipt.clone();
            doctored.proof.pop();
            prop_assert_eq!(doctored.verify(), missing);
            let mut doctored = receipt.clone();
            doctored.proof[0].0[0] ^= 1;
            prop_assert_eq!(doctored.verify(), missing);
        }
        for what in 0..=10 {
            let mut doctored = receipt.clone();
            doctor(&mut doctored.entry, what, by);
            if doctored.entry != entry {
                prop_assert!(doctored.verify().is_err(), "{}", what);
            }
        }
    }

    /// Whatever is changed in a journal, and wherever: it is seen, or the head is another one.
    #[test]
    fn a_doctored_journal_is_seen(
        sizes in prop::collection::vec(0usize..6, 1..12), at in any::<prop::sample::Index>(), what in 0usize..=10,
        by in 1u32..40, forged in any::<bool>(),
    ) {
        let honest = journal(&sizes);
        let head = verify(&honest).unwrap();
        let at = at.index(honest.len());
        let mut doctored = honest.clone();
        doctor(&mut doctored[at], what, by);
        if forged {
            // Whoever doctors an entry may well compute its hash anew.
            doctored[at].hash = doctored[at].computed_hash();
        }
        if doctored != honest {
            prop_assert_ne!(verify(&doctored), Ok(head));
        }
        let mut shorter = honest.clone();
        shorter.remove(at);
        prop_assert_ne!(verify(&shorter), Ok(head));
        let mut longer = honest.clone();
        longer.insert(at, honest[at]);
        prop_assert_ne!(verify(&longer), Ok(head));
        if at > 0 {
            let mut swapped = honest.clone();
            swapped.swap(at, at - 1);
            prop_assert!(verify(&swapped).is_err());
        }
    }

    /// Two sets of orders with one digest would be two truths.
    #[test]
    fn a_digest_is_of_one_set_of_orders(size in 0usize..40, other in 0usize..40) {
        prop_assert_eq!(digest(shares(size)) == digest(shares(other)), size == other);
    }
}

#[test]
fn the_order_of_the_shares_does_not_matter() {
    let mut mixed = shares(9);
    mixed.reverse();
    assert_eq!(digest(mixed), digest(shares(9)));
}

#[test]
fn a_receipt_of_an_entry_that_sold_nothing_proves_nothing() {
    let sold = journal(&[1])[0];
    let released = Entry { kind: EntryKind::Released, ..sold };
    let released = Entry { hash: released.computed_hash(), ..released };
    let receipt = Receipt::of(shares(1)[0].order, released, shares(1)).unwrap();
    assert_eq!(receipt.verify(), Err(ReceiptError::NothingSold));
}

#[test]
fn a_chain_goes_on_from_any_entry() {
    let journal = journal(&[1, 2, 3]);
    let mut chain = Chain::from(&journal[0]);
    assert_eq!(chain.follow(&journal[2]), Err(Broken::Gap(1)));
    assert_eq!(chain.follow(&journal[1]), Ok(()));
    assert_eq!(chain.follow(&journal[2]), Ok(()));
    assert_eq!(chain.head(), verify(&journal).unwrap());
}

#[test]
fn only_one_text_is_a_hash() {
    let hash = tree::root(&[]);
    assert_eq!(hash.to_string().parse(), Ok(hash));
    for wrong in ["", "00", &hash.to_string().to_uppercase(), &hash.to_string()[1..], &format!("{hash}0")] {
        assert!(wrong.parse::<Hash>().is_err(), "{wrong}");
    }
}
