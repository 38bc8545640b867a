//! The demo catalogue: products with what they are filed under, discounts and banners.

use std::collections::HashMap;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_domain::catalogue::{
    DiscountTarget, IdOrSlug, Image, NewBanner, NewDiscount, NewProduct, NewTaxon, ProductStatus,
    ProductTaxa, Taxonomy,
};
use doorbuster_domain::platform::Limit;
use doorbuster_domain::{BannerId, DiscountId, Money, ProductId, TaxonId};
use doorbuster_engine::Engine;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_engine::catalogue::images::keep_drawing;
use doorbuster_persistence::Work;
use doorbuster_persistence::catalogue::{banners, discounts, products, taxa};
use futures::stream::{self, StreamExt as _, TryStreamExt as _};

use super::data::{self, Region, RegionalProduct, slug_of};
use super::gadgets::{GADGETS, Gadget};
use super::pictures;
use crate::config::Config;

/// VAT of gadgets: 20 %.
const VAT_BASIS_POINTS: u32 = 2000;
/// How long demo discounts and banners last.
pub(super) const SEASON: TimeDelta = TimeDelta::days(30);
/// How many pictures are stored at a time.
const AT_ONCE: usize = 8;

/// What the demo's products are filed under: the id of every taxon by its slug.
type Filing = HashMap<(Taxonomy, String), TaxonId>;

/// Adds what is missing of the demo catalogue.
///
/// # Errors
/// The database's, or the store's of the pictures.
pub(super) async fn seed(config: &Config, engine: &Engine) -> anyhow::Result<()> {
    let regions = data::regions()?;
    let mut work = engine.database.begin_work().await?;
    let filing = add_taxa(&mut work, &regions).await?;
    work.commit().await?;
    add_gadgets(config, engine, &filing).await?;
    add_regional_products(config, engine, &regions, &filing).await?;
    let now = engine.board.now();
    let mut work = engine.database.begin_work().await?;
    add_discounts(&mut work, &filing, now).await?;
    add_banners(&mut work, now).await?;
    work.commit().await?;
    Ok(())
}

/// Makes the taxa that are missing. Returns all of the demo's.
async fn add_taxa(work: &mut Work, regions: &[Region]) -> anyhow::Result<Filing> {
    let mut filing = Filing::new();
    for data::Category { slug, name, parent, vat_basis_points: _ } in data::categories()? {
        let parent = parent.and_then(|parent| filing.get(&(Taxonomy::Category, parent.to_owned())).copied());
        add_taxon(work, &mut filing, Taxonomy::Category, slug, name, "", parent).await?;
    }
    for (slug, name) in data::tags()? {
        add_taxon(work, &mut filing, Taxonomy::Tag, slug, name, "", None).await?;
    }
    for Region { slug, name, description, products } in regions {
        add_taxon(work, &mut filing, Taxonomy::Region, slug, name, description, None).await?;
        for product in products {
            add_taxon(work, &mut filing, Taxonomy::Brand, &slug_of(product.brand), product.brand, "", None)
                .await?;
        }
    }
    for Gadget { brand, .. } in &GADGETS {
        let name = brand.split_at(1).0.to_uppercase() + brand.split_at(1).1;
        add_taxon(work, &mut filing, Taxonomy::Brand, brand, &name, "", None).await?;
    }
    Ok(filing)
}

async fn add_taxon(
    work: &mut Work,
    filing: &mut Filing,
    kind: Taxonomy,
    slug: &str,
    name: &str,
    description: &str,
    parent: Option<TaxonId>,
) -> anyhow::Result<()> {
    let key = (kind, slug.to_owned());
    if filing.contains_key(&key) {
        return Ok(());
    }
    let id = match taxa::find(work, kind, &slug.parse()?).await? {
        Some(taxon) => taxon.id,
        None => {
            let (slug, name, description) = (slug.to_owned(), name.to_owned(), description.to_owned());
            let new = NewTaxon { kind, slug, name, description, parent, archived: false };
            taxa::create(work, TaxonId(fresh_id()), &new).await?.id
        }
    };
    filing.insert(key, id);
    Ok(())
}

/// What a product is filed under, by slugs.
fn filed(filing: &Filing, brand: &str, region: &str, category: &str, tags: &[&str]) -> ProductTaxa {
    let one = |kind, slug: &str| filing.get(&(kind, slug.to_owned())).copied();
    ProductTaxa {
        brand: one(Taxonomy::Brand, brand),
        region: one(Taxonomy::Region, region),
        category: one(Taxonomy::Category, category),
        tags: tags.iter().filter_map(|tag| one(Taxonomy::Tag, tag)).collect(),
    }
}

async fn is_there(work: &mut Work, slug: &str) -> anyhow::Result<bool> {
    Ok(products::find(work, &slug.parse()?).await?.is_some())
}

async fn add_gadgets(config: &Config, engine: &Engine, filing: &Filing) -> anyhow::Result<()> {
    let mut work = engine.database.begin_work().await?;
    for gadget in &GADGETS {
        let Gadget { slug, name, price, stock, description, brand, region, category, tags, weight_grams } =
            *gadget;
        if is_there(&mut work, slug).await? {
            continue;
        }
        let new = NewProduct {
            slug: slug.to_owned(),
            name: name.to_owned(),
            description: description.to_owned(),
            status: ProductStatus::Published,
            list_price: Money::new(price, config.currency),
            vat_basis_points: VAT_BASIS_POINTS,
            weight_grams,
            images: vec![Image { url: format!("/demo/{slug}.svg"), alt: name.to_owned() }],
            taxa: filed(filing, brand, region, category, tags),
        };
        products::create(&mut work, ProductId(fresh_id()), &new, stock).await?;
    }
    Ok(work.commit().await?)
}

/// Adds the products that are missing: one of each region in turn, so that the newest are not all from one place. Their
/// pictures are kept first, as those of uploads are.
async fn add_regional_products(
    config: &Config,
    engine: &Engine,
    regions: &[Region],
    filing: &Filing,
) -> anyhow::Result<()> {
    let vat: HashMap<_, _> =
        data::categories()?.into_iter().map(|category| (category.slug, category.vat_basis_points)).collect();
    let mut missing = Vec::new();
    let mut work = engine.database.begin_work().await?;
    for region in regions {
        for product in &region.products {
            if !is_there(&mut work, &product.slug).await? {
                missing.push((region, product));
            }
        }
    }
    drop(work);
    missing.sort_by_key(|(_, product)| product.place);
    let keeping = missing.into_iter().map(|(region, product)| async move {
        let svg = product.picture.draw(region.slug, product.place);
        let (width, height) = pictures::SIZE;
        let picture = keep_drawing(engine, svg, width, height).await?;
        anyhow::Ok((region, product, picture.url()))
    });
    let kept: Vec<_> = stream::iter(keeping).buffered(AT_ONCE).try_collect().await?;
    let mut work = engine.database.begin_work().await?;
    for (region, product, url) in kept {
        let RegionalProduct { slug, name, description, category, tags, price, weight_grams, stock, .. } =
            product;
        let new = NewProduct {
            slug: slug.clone(),
            name: (*name).to_owned(),
            description: description.clone(),
            status: ProductStatus::Published,
            list_price: Money::new(*price, config.currency),
            vat_basis_points: vat.get(category).copied().unwrap_or(VAT_BASIS_POINTS),
            weight_grams: *weight_grams,
            images: vec![Image { url, alt: format!("{name}, drawn before a view of {}", region.name) }],
            taxa: filed(filing, &slug_of(product.brand), region.slug, category, tags),
        };
        let made = products::create(&mut work, ProductId(fresh_id()), &new, *stock).await;
        made.with_context(|| slug.clone())?;
    }
    Ok(work.commit().await?)
}

/// Categories, a region and products are cheaper for a while.
async fn add_discounts(work: &mut Work, filing: &Filing, now: DateTime<Utc>) -> anyhow::Result<()> {
    if !discounts::list(work, None, Limit::default()).await?.items.is_empty() {
        return Ok(());
    }
    let taxon = |kind, slug: &str| filing.get(&(kind, slug.to_owned())).copied().map(DiscountTarget::Taxon);
    let mut offers = vec![
        ("What to wear this winter", 15, taxon(Taxonomy::Category, "to-wear")),
        ("Cheese week", 12, taxon(Taxonomy::Category, "cheese")),
        ("A summer in Provence", 10, taxon(Taxonomy::Region, "provence")),
    ];
    for (title, percent, slug) in [
        ("Long evenings", 25, "lumen-desk-lamp"),
        ("Sharp", 20, "kitchen-knife-20-cm"),
        ("Breakfast", 15, "lavender-honey"),
        ("By the fire", 30, "wool-blanket"),
    ] {
        let slug: IdOrSlug = slug.parse()?;
        let product =
            products::find(work, &slug).await?.map(|(product, _)| DiscountTarget::Product(product.id));
        offers.push((title, percent, product));
    }
    for (title, percent, target) in offers {
        let Some(target) = target else { continue };
        let title = title.to_owned();
        let new =
            NewDiscount { title, percent, starts_at: now, ends_at: now + SEASON, target, archived: false };
        discounts::create(work, DiscountId(fresh_id()), &new).await?;
    }
    Ok(())
}

/// What the home page shows large, each with the picture of a product.
async fn add_banners(work: &mut Work, now: DateTime<Utc>) -> anyhow::Result<()> {
    if !banners::list(work, true, None, Limit::default()).await?.items.is_empty() {
        return Ok(());
    }
    let shown = [
        (
            "Cheese week",
            "Forty cheeses from twelve regions, 12 % off.",
            "/products?category=cheese",
            "comte-eighteen-months",
        ),
        (
            "A summer in Provence",
            "Oil, honey, soap and lavender, 10 % off.",
            "/products?region=provence",
            "lavender-in-a-sachet",
        ),
        ("Long evenings", "The Lumen lamp, a quarter off.", "/products/lumen-desk-lamp", "lumen-desk-lamp"),
        (
            "Dressed for granite",
            "Shoes, bags and watches, 15 % off.",
            "/products?category=to-wear",
            "north-sneaker",
        ),
    ];
    for (position, (title, text, link, pictured)) in (0..).step_by(10).zip(shown) {
        let pictured = products::find(work, &pictured.parse()?).await?;
        let new = NewBanner {
            title: title.to_owned(),
            text: text.to_owned(),
            link: link.to_owned(),
            image_url: pictured.and_then(|(product, _)| Some(product.images.first()?.url.clone())),
            starts_at: now,
            ends_at: Some(now + SEASON),
            position,
            archived: false,
        };
        banners::create(work, BannerId(fresh_id()), &new).await?;
    }
    Ok(())
}
