use std::cmp::Ordering;

use uuid::Uuid;

use super::order::Key;
use super::{Candidate, Discounts, Filter, Place, Ranking, Sort, Tally};
use crate::platform::{Cursor, Limit, Page};

/// What was selected among the candidates.
#[derive(Clone, Debug)]
pub struct Selected {
    /// One page of them, and where the next one starts.
    pub page: Page<Uuid, Cursor<Place>>,
    /// How many there are of each kind, if they were to be counted.
    pub tally: Option<Tally>,
}

/// Selects one page of those who pass the filter, in one pass over all of them.
pub fn select<'a>(
    candidates: impl Iterator<Item = Candidate<'a>>,
    filter: &Filter,
    discounts: &Discounts,
    (sort, descending, ranking): (Sort, bool, &Ranking),
    after: Option<&Cursor<Place>>,
    limit: Limit,
    count: bool,
) -> Selected {
    let mut tally = count.then(Tally::default);
    let mut found: Vec<(Key<'a>, Uuid)> = Vec::new();
    let order = |one: &(Key<'_>, Uuid), other: &(Key<'_>, Uuid)| {
        let ascending = one.cmp(other);
        if descending { ascending.reverse() } else { ascending }
    };
    let after = after.map(|cursor| (cursor.at.key.clone(), cursor.id));
    for candidate in candidates {
        let price = discounts.price_of(&candidate);
        let failed = filter.judge(&candidate, price);
        if let Some(tally) = &mut tally {
            tally.add(&candidate, price, failed);
        }
        if failed.is_none() {
            let entry = (ranking.key(&candidate, price), candidate.id);
            if after.as_ref().is_none_or(|after| order(&entry, after) == Ordering::Greater) {
                found.push(entry);
            }
        }
    }
    let rows = usize::try_from(limit.rows()).unwrap_or(usize::MAX);
    if rows < found.len() {
        // Only the page itself is sorted.
        found.select_nth_unstable_by(rows, order);
        found.truncate(rows);
    }
    found.sort_unstable_by(order);
    let page = Page::from_rows(found, limit, |(key, id): &(Key<'_>, Uuid)| Cursor {
        at: Place::of(sort, descending, key.clone()),
        id: *id,
    });
    Selected { page: page.map(|(_, id)| id), tally }
}

#[cfg(test)]
mod tests;
