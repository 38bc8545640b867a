use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::{Between, FacetSet, facet_kind};
use super::*;

#[derive(Clone, Debug)]
struct Made {
    list: i64,
    weight: i64,
    in_stock: bool,
    facets: Vec<[u8; 4]>,
    name: String,
}

fn made() -> impl Strategy<Value = Made> {
    (0i64..300, 0i64..4, any::<bool>(), prop::collection::btree_set(0u32..16, 0..5), "[a-c]{0,2}").prop_map(
        |(list, weight, in_stock, facets, name)| Made {
            list,
            weight,
            in_stock,
            facets: facets.into_iter().map(u32::to_be_bytes).collect(),
            name,
        },
    )
}

fn filter() -> impl Strategy<Value = Filter> {
    let group = prop::option::weighted(0.3, prop::collection::vec(0u32..16, 0..4));
    let between = || {
        (prop::option::weighted(0.3, 0i64..200), prop::option::weighted(0.3, 100i64..300))
            .prop_map(|(least, greatest)| Between { least, greatest })
    };
    (prop::collection::vec(group, 4), between(), any::<bool>(), any::<bool>()).prop_map(
        |(groups, price, in_stock, on_sale)| Filter {
            groups: (0u32..)
                .zip(groups)
                .filter_map(|(kind, wanted)| {
                    let wanted: FacetSet = wanted?.into_iter().filter(|facet| facet % 4 == kind).collect();
                    Some((facet_kind(kind), wanted))
                })
                .collect(),
            price,
            weight: Between::default(),
            in_stock,
            on_sale,
        },
    )
}

fn candidates(made: &[Made]) -> impl Iterator<Item = Candidate<'_>> {
    made.iter().zip(1u128..).map(|(one, id)| Candidate {
        id: Uuid::from_u128(id),
        list_minor: one.list,
        weight_grams: one.weight,
        shown_at: 7,
        in_stock: one.in_stock,
        facets: &one.facets,
        name: one.name.as_bytes(),
    })
}

/// Whether it passes, read aloud.
fn passes(filter: &Filter, discounts: &Discounts, one: &Candidate<'_>) -> bool {
    let price = discounts.price_of(one);
    filter.groups.iter().all(|(_, wanted)| one.facets().any(|facet| wanted.contains(facet)))
        && filter.price.contains(price)
        && (!filter.in_stock || one.in_stock)
        && (!filter.on_sale || price < one.list_minor)
}

fn discounts() -> Discounts {
    Discounts {
        facets: [(2, 50), (6, 10)].into(),
        covered: [2, 6].into_iter().collect(),
        products: [(Uuid::from_u128(1), 90)].into(),
        ..Discounts::default()
    }
}

proptest! {
    /// Whatever the sort and the size of the pages, walking them shows each product that passes exactly once, in order.
    #[test]
    fn pages_show_everything_once(
        made in prop::collection::vec(made(), 0..30), filter in filter(), limit in 1u32..7, descending in any::<bool>(),
    ) {
        let discounts = discounts();
        let mut expected: Vec<_> =
            candidates(&made).filter(|one| passes(&filter, &discounts, one)).map(|one| one.id).collect();
        expected.sort();
        for (sort, ranking) in [
            (Sort::Price, Ranking::Price), (Sort::Name, Ranking::Name), (Sort::Weight, Ranking::Weight),
            (Sort::Newest, Ranking::Newest), (Sort::BestSelling, Ranking::BestSelling([(Uuid::from_u128(2), 5)].into())),
        ] {
            let (mut walked, mut after) = (Vec::new(), None);
            loop {
                let order = (sort, descending, &ranking);
                let limit = Limit::new(limit).unwrap();
                let page = select(candidates(&made), &filter, &discounts, order, after.as_ref(), limit, false).page;
                walked.extend(page.items);
                match page.next {
                    // As a client brings it back.
                    Some(next) => after = Some(next.to_string().parse().unwrap()),
                    None => break,
                }
            }
            let keys: Vec<_> = walked.iter().map(|id| {
                let one = candidates(&made).find(|one| one.id == *id).unwrap();
                (ranking.key(&one, discounts.price_of(&one)), *id)
            }).collect();
            let sorted = keys.is_sorted_by(|a, b| if descending { a > b } else { a < b });
            prop_assert!(sorted);
            walked.sort();
            prop_assert_eq!(&walked, &expected);
        }
    }

    /// A facet's count is what choosing it alone in its group brings.
    #[test]
    fn a_count_is_what_choosing_it_brings(made in prop::collection::vec(made(), 0..30), filter in filter()) {
        let discounts = discounts();
        let order = (Sort::Newest, true, &Ranking::Newest);
        let limit = Limit::default();
        let tally = select(candidates(&made), &filter, &discounts, order, None, limit, true).tally.unwrap();
        let how_many = |filter: &Filter| {
            u64::try_from(candidates(&made).filter(|one| passes(filter, &discounts, one)).count()).unwrap()
        };
        prop_assert_eq!(tally.total, how_many(&filter));
        for facet in 0..16 {
            let mut chosen = filter.clone();
            chosen.groups.retain(|(kind, _)| *kind != facet_kind(facet));
            chosen.groups.push((facet_kind(facet), [facet].into_iter().collect()));
            prop_assert_eq!(tally.count(facet), how_many(&chosen), "{}", facet);
        }
        prop_assert_eq!(tally.in_stock, how_many(&Filter { in_stock: true, ..filter.clone() }));
        prop_assert_eq!(tally.on_sale, how_many(&Filter { on_sale: true, ..filter.clone() }));
        let any_price = Filter { price: Between::default(), ..filter };
        let prices: Vec<_> = candidates(&made)
            .filter(|one| passes(&any_price, &discounts, one)).map(|one| discounts.price_of(&one)).collect();
        let ends = prices.iter().min().copied().zip(prices.iter().max().copied());
        prop_assert_eq!(tally.price, ends);
        prop_assert_eq!(tally.counts().collect::<BTreeMap<_, _>>().values().filter(|count| **count == 0).count(), 0);
    }
}

#[test]
fn a_cursor_belongs_to_its_list() {
    let place = Place::of(Sort::Price, false, Key::Number(5));
    let text = Cursor { at: place, id: Uuid::nil() }.to_string();
    let read: Cursor<Place> = text.parse().unwrap();
    assert!(read.at.is_in(Sort::Price, false));
    assert!(!read.at.is_in(Sort::Price, true) && !read.at.is_in(Sort::Weight, false));
}
