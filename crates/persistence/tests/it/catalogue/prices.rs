//! Three ways to a price that must agree: `domain::catalogue::Price` on what `discounts_of` found, which is what everybody
//! sees; what a search makes of the discounts in force, by which lists are sorted and filtered; and a plain reading of the
//! rules, here.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_domain::catalogue::{
    DiscountTarget, NewDiscount, NewProduct, NewTaxon, Price, Product, ProductStatus, ProductTaxa, Taxonomy,
};
use doorbuster_domain::platform::Limit;
use doorbuster_domain::search::{Between, ProductSearch, Sort};
use doorbuster_domain::{Currency, DiscountId, Money, ProductId, TaxonId};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::Work;
use doorbuster_persistence::catalogue::{discounts, products, taxa};
use doorbuster_persistence::search::find;
use doorbuster_testkit::Shop;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// A catalogue to be made: indices instead of ids, taken modulo what there is.
#[derive(Clone, Debug)]
struct Plan {
    /// Categories, each below an earlier one or at the top.
    categories: Vec<Option<usize>>,
    /// Price, category, brand.
    products: Vec<(i64, Option<usize>, Option<usize>)>,
    discounts: Vec<Planned>,
}

/// A discount: percent, target, seconds from now to its start and how long it lasts.
#[derive(Clone, Debug)]
struct Planned {
    percent: u8,
    target: Target,
    starts: i64,
    lasts: i64,
    archived: bool,
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Everything,
    Product(usize),
    Category(usize),
    Brand(usize),
}

const BRANDS: usize = 2;

fn plan() -> impl Strategy<Value = Plan> {
    let target = prop_oneof![
        1 => Just(Target::Everything),
        4 => any::<usize>().prop_map(Target::Product),
        4 => any::<usize>().prop_map(Target::Category),
        2 => any::<usize>().prop_map(Target::Brand),
    ];
    // Windows that begin or end in this very moment are among them.
    let discount = (1u8..=90, target, -2i64..=1, 1i64..=3, prop::bool::weighted(0.1)).prop_map(
        |(percent, target, starts, lasts, archived)| Planned { percent, target, starts, lasts, archived },
    );
    let product = (0i64..20_000, any::<Option<usize>>(), any::<Option<usize>>());
    (
        prop::collection::vec(any::<Option<usize>>(), 1..8),
        prop::collection::vec(product, 1..12),
        prop::collection::vec(discount, 0..10),
    )
        .prop_map(|(categories, products, discounts)| Plan { categories, products, discounts })
}

/// What is in the database, in plain words.
struct Made {
    /// A category and the one above it.
    above: BTreeMap<TaxonId, Option<TaxonId>>,
    /// A product's price and what it is filed under.
    products: BTreeMap<ProductId, (i64, Vec<TaxonId>)>,
    discounts: Vec<NewDiscount>,
}

impl Made {
    /// The rules, read aloud: of the discounts that are on the product, now and not called off, the largest.
    fn price(&self, id: ProductId, now: DateTime<Utc>) -> i64 {
        let (list, filed) = &self.products[&id];
        let covers = |target| match target {
            DiscountTarget::Everything => true,
            DiscountTarget::Product(product) => product == id,
            DiscountTarget::Taxon(taxon) => filed.iter().any(|below| {
                std::iter::successors(Some(*below), |at| self.above.get(at).copied().flatten())
                    .any(|at| at == taxon)
            }),
        };
        let on = self.discounts.iter().filter(|d| !d.archived && d.starts_at <= now && now < d.ends_at);
        let best = on.filter(|d| covers(d.target)).map(|d| i64::from(d.percent)).max().unwrap_or(0);
        list * (100 - best) / 100
    }
}

async fn make(work: &mut Work, plan: &Plan, now: DateTime<Utc>) -> Made {
    let taxon = |kind, slug: String, parent| NewTaxon {
        kind,
        name: slug.clone(),
        slug,
        description: String::new(),
        parent,
        archived: false,
    };
    let (mut categories, mut levels, mut above) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (place, parent) in plan.categories.iter().enumerate() {
        let parent =
            parent.filter(|_| place > 0).map(|parent| parent % place).filter(|parent| levels[*parent] < 5);
        levels.push(parent.map_or(1, |parent| levels[parent] + 1));
        let id = TaxonId(fresh_id());
        let parent = parent.map(|parent| categories[parent]);
        taxa::create(work, id, &taxon(Taxonomy::Category, format!("c{place}"), parent)).await.unwrap();
        above.insert(id, parent);
        categories.push(id);
    }
    let mut brands = Vec::new();
    for place in 0..BRANDS {
        let id = TaxonId(fresh_id());
        taxa::create(work, id, &taxon(Taxonomy::Brand, format!("b{place}"), None)).await.unwrap();
        brands.push(id);
    }
    let (mut ids, mut products) = (Vec::new(), BTreeMap::new());
    for (place, (price, category, brand)) in plan.products.iter().enumerate() {
        let category = category.map(|category| categories[category % categories.len()]);
        let brand = brand.map(|brand| brands[brand % BRANDS]);
        let new = NewProduct {
            slug: format!("p{place}"),
            name: format!("P{place}"),
            description: String::new(),
            status: ProductStatus::Published,
            list_price: Money::new(*price, Currency::EUR),
            vat_basis_points: 0,
            weight_grams: 0,
            images: Vec::new(),
            taxa: ProductTaxa { brand, region: None, category, tags: Vec::new() },
        };
        let id = ProductId(fresh_id());
        products::create(work, id, &new, 0).await.unwrap();
        products.insert(id, (*price, category.into_iter().chain(brand).collect()));
        ids.push(id);
    }
    let mut all = Vec::new();
    for Planned { percent, target, starts, lasts, archived } in &plan.discounts {
        let target = match *target {
            Target::Everything => DiscountTarget::Everything,
            Target::Product(place) => DiscountTarget::Product(ids[place % ids.len()]),
            Target::Category(place) => DiscountTarget::Taxon(categories[place % categories.len()]),
            Target::Brand(place) => DiscountTarget::Taxon(brands[place % BRANDS]),
        };
        let starts_at = now + TimeDelta::seconds(*starts);
        let new = NewDiscount {
            title: "x".into(),
            percent: *percent,
            starts_at,
            ends_at: starts_at + TimeDelta::seconds(*lasts),
            target,
            archived: *archived,
        };
        discounts::create(work, DiscountId(fresh_id()), &new).await.unwrap();
        all.push(new);
    }
    Made { above, products, discounts: all }
}

/// All products, as the list by price has them, three a page.
async fn by_price(work: &mut Work, on_sale: bool) -> Vec<(Product, DateTime<Utc>)> {
    let search = ProductSearch {
        text: None,
        status: ProductStatus::Published,
        filed: Vec::new(),
        price: Between::default(),
        weight: Between::default(),
        in_stock: false,
        on_sale,
        sort: Sort::Price,
        descending: false,
        facets: false,
    };
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = find(work, &search, after.as_ref(), Limit::new(3).unwrap()).await.unwrap().page;
        found.extend(page.items);
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

async fn agree(shop: &Shop, plan: &Plan) {
    // One transaction, never committed: PostgreSQL's now() stands still in it, so the edges of windows can be met exactly.
    let mut work = shop.engine.database.begin_work().await.unwrap();
    let now: DateTime<Utc> = sqlx::query_scalar("SELECT now()").fetch_one(&mut *work).await.unwrap();
    let made = make(&mut work, plan, now).await;
    let listed = by_price(&mut work, false).await;
    assert_eq!(listed.len(), made.products.len());
    let mut sorted = Vec::new();
    for (product, at) in &listed {
        assert_eq!(*at, now);
        let shown = Price::at(product.list_price, &product.offers, now).now.minor;
        assert_eq!(shown, made.price(product.id, now), "{}", product.slug);
        sorted.push((shown, product.id));
    }
    assert!(sorted.is_sorted(), "{sorted:?}");
    let promoted: Vec<ProductId> =
        by_price(&mut work, true).await.iter().map(|(product, _)| product.id).collect();
    let cheaper = listed.iter().filter(|(product, _)| made.price(product.id, now) < product.list_price.minor);
    assert_eq!(promoted, cheaper.map(|(product, _)| product.id).collect::<Vec<_>>());
}

#[test]
fn everybody_means_the_same_price() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let shop = runtime.block_on(Shop::builder().without_tasks().start());
    let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
    runner
        .run(&plan(), |plan| {
            runtime.block_on(agree(&shop, &plan));
            Ok(())
        })
        .unwrap();
}
