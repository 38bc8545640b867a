//! The demo catalogue: products with what they are filed under, discounts and banners.

use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_domain::catalogue::{
    DiscountTarget, IdOrSlug, Image, NewBanner, NewDiscount, NewProduct, NewTaxon, ProductStatus,
    ProductTaxa, Taxonomy,
};
use doorbuster_domain::platform::Limit;
use doorbuster_domain::{BannerId, DiscountId, Money, ProductId, TaxonId};
use doorbuster_engine::Engine;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::Work;
use doorbuster_persistence::catalogue::{banners, discounts, products, taxa};

use crate::config::Config;

/// VAT of everything in the demo: 20 %.
const VAT_BASIS_POINTS: u32 = 2000;

struct DemoProduct {
    slug: &'static str,
    name: &'static str,
    price: i64,
    stock: u32,
    description: &'static str,
    brand: &'static str,
    region: &'static str,
    category: &'static str,
    tags: &'static [&'static str],
    weight_grams: u32,
}

const PRODUCTS: [DemoProduct; 8] = [
    DemoProduct {
        slug: "kestrel-espresso",
        brand: "kestrel",
        region: "northern-alps",
        category: "coffee",
        tags: &["repairable", "handmade"],
        weight_grams: 11_400,
        name: "Kestrel espresso machine",
        price: 64_900,
        stock: 400,
        description: "A single-boiler machine with a proper 58 mm portafilter, a steam wand that textures milk in \
            forty seconds, and a body you can take apart with one screwdriver.",
    },
    DemoProduct {
        slug: "ember-kettle",
        brand: "ember",
        region: "northern-alps",
        category: "coffee",
        tags: &["precise"],
        weight_grams: 850,
        name: "Ember gooseneck kettle",
        price: 11_900,
        stock: 500_000,
        description: "Holds any temperature from 60 to 100 °C to the degree. The spout pours as slowly as you dare.",
    },
    DemoProduct {
        slug: "aurora-headphones",
        brand: "aurora",
        region: "nordic-coast",
        category: "audio",
        tags: &["repairable"],
        weight_grams: 260,
        name: "Aurora wireless headphones",
        price: 24_900,
        stock: 2_500,
        description: "Closed-back, forty hours on a charge, ear pads that come off without glue, and a cable for the \
            day the battery is old.",
    },
    DemoProduct {
        slug: "ridge-backpack",
        brand: "ridge",
        region: "atlantic-shore",
        category: "bags",
        tags: &["handmade", "waxed"],
        weight_grams: 1_350,
        name: "Ridge 28 L backpack",
        price: 15_900,
        stock: 1_200,
        description: "Waxed canvas over a frame that keeps its shape. Opens flat like a suitcase and carries a week.",
    },
    DemoProduct {
        slug: "lumen-desk-lamp",
        brand: "lumen",
        region: "nordic-coast",
        category: "lighting",
        tags: &["repairable"],
        weight_grams: 1_900,
        name: "Lumen desk lamp",
        price: 8_900,
        stock: 900,
        description: "One arm, two joints, no switch to look for: tap the base. Warm at night, neutral by day.",
    },
    DemoProduct {
        slug: "tide-watch",
        brand: "tide",
        region: "jura",
        category: "watches",
        tags: &["handmade"],
        weight_grams: 95,
        name: "Tide field watch",
        price: 32_000,
        stock: 300,
        description: "Automatic, 38 mm, 200 m. The second hand stops when you set it, and the strap changes by hand.",
    },
    DemoProduct {
        slug: "north-sneaker",
        brand: "north",
        region: "atlantic-shore",
        category: "shoes",
        tags: &["repairable"],
        weight_grams: 640,
        name: "North trail shoe",
        price: 13_900,
        stock: 3_000,
        description: "A stiff plate, a soft heel and a sole that grips wet granite. Resoleable.",
    },
    DemoProduct {
        slug: "pixel-handheld",
        brand: "pixel",
        region: "jura",
        category: "games",
        tags: &["repairable"],
        weight_grams: 310,
        name: "Pixel handheld console",
        price: 19_900,
        stock: 5_000,
        description: "A sharp little screen, buttons that click, and a back that opens with two coins.",
    },
];

struct DemoTaxon {
    kind: Taxonomy,
    slug: &'static str,
    name: &'static str,
    /// The slug of the category above it.
    parent: Option<&'static str>,
}

const fn taxon(kind: Taxonomy, slug: &'static str, name: &'static str) -> DemoTaxon {
    DemoTaxon { kind, slug, name, parent: None }
}

const fn below(parent: &'static str, slug: &'static str, name: &'static str) -> DemoTaxon {
    DemoTaxon { kind: Taxonomy::Category, slug, name, parent: Some(parent) }
}

/// Those above come before those below.
const TAXA: [DemoTaxon; 27] = [
    taxon(Taxonomy::Brand, "kestrel", "Kestrel"),
    taxon(Taxonomy::Brand, "ember", "Ember"),
    taxon(Taxonomy::Brand, "aurora", "Aurora"),
    taxon(Taxonomy::Brand, "ridge", "Ridge"),
    taxon(Taxonomy::Brand, "lumen", "Lumen"),
    taxon(Taxonomy::Brand, "tide", "Tide"),
    taxon(Taxonomy::Brand, "north", "North"),
    taxon(Taxonomy::Brand, "pixel", "Pixel"),
    taxon(Taxonomy::Region, "northern-alps", "Northern Alps"),
    taxon(Taxonomy::Region, "nordic-coast", "Nordic coast"),
    taxon(Taxonomy::Region, "atlantic-shore", "Atlantic shore"),
    taxon(Taxonomy::Region, "jura", "Jura"),
    taxon(Taxonomy::Category, "home", "Home"),
    below("home", "kitchen", "Kitchen"),
    below("kitchen", "coffee", "Coffee and tea"),
    below("home", "lighting", "Lighting"),
    taxon(Taxonomy::Category, "electronics", "Electronics"),
    below("electronics", "audio", "Audio"),
    below("electronics", "games", "Games"),
    taxon(Taxonomy::Category, "to-wear", "To wear"),
    below("to-wear", "bags", "Bags"),
    below("to-wear", "watches", "Watches"),
    below("to-wear", "shoes", "Shoes"),
    taxon(Taxonomy::Tag, "repairable", "Repairable"),
    taxon(Taxonomy::Tag, "handmade", "Made by hand"),
    taxon(Taxonomy::Tag, "waxed", "Waxed"),
    taxon(Taxonomy::Tag, "precise", "To the degree"),
];

/// How long demo discounts and banners last.
pub(super) const SEASON: TimeDelta = TimeDelta::days(30);

/// Adds what is missing of the demo catalogue.
///
/// # Errors
/// The database's.
pub(super) async fn seed(config: &Config, engine: &Engine) -> anyhow::Result<()> {
    let mut work = engine.database.begin_work().await?;
    for demo in &TAXA {
        add_taxon(&mut work, demo).await?;
    }
    for demo in &PRODUCTS {
        add_product(&mut work, config, demo).await?;
    }
    let now = engine.board.now();
    add_discounts(&mut work, now).await?;
    add_banners(&mut work, now).await?;
    work.commit().await?;
    Ok(())
}

/// The id of a taxon that may be there.
async fn taxon_id(work: &mut Work, kind: Taxonomy, slug: &str) -> anyhow::Result<Option<TaxonId>> {
    Ok(taxa::find(work, kind, &slug.parse()?).await?.map(|taxon| taxon.id))
}

async fn add_taxon(work: &mut Work, demo: &DemoTaxon) -> anyhow::Result<()> {
    let DemoTaxon { kind, slug, name, parent } = *demo;
    if taxon_id(work, kind, slug).await?.is_some() {
        return Ok(());
    }
    let parent = match parent {
        Some(parent) => taxon_id(work, kind, parent).await?,
        None => None,
    };
    let new = NewTaxon {
        kind,
        slug: slug.to_owned(),
        name: name.to_owned(),
        description: String::new(),
        parent,
        archived: false,
    };
    taxa::create(work, TaxonId(fresh_id()), &new).await?;
    Ok(())
}

async fn add_product(work: &mut Work, config: &Config, demo: &DemoProduct) -> anyhow::Result<()> {
    let DemoProduct { slug, name, price, stock, description, brand, region, category, tags, weight_grams } =
        *demo;
    if products::find(work, &slug.parse()?).await?.is_some() {
        return Ok(());
    }
    let mut filed = ProductTaxa {
        brand: taxon_id(work, Taxonomy::Brand, brand).await?,
        region: taxon_id(work, Taxonomy::Region, region).await?,
        category: taxon_id(work, Taxonomy::Category, category).await?,
        tags: Vec::new(),
    };
    for tag in tags {
        filed.tags.extend(taxon_id(work, Taxonomy::Tag, tag).await?);
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
        taxa: filed,
    };
    products::create(work, ProductId(fresh_id()), &new, stock).await?;
    Ok(())
}

/// A category is cheaper, and one product more so.
async fn add_discounts(work: &mut Work, now: DateTime<Utc>) -> anyhow::Result<()> {
    if !discounts::list(work, None, Limit::default()).await?.items.is_empty() {
        return Ok(());
    }
    let wear = taxon_id(work, Taxonomy::Category, "to-wear").await?.map(DiscountTarget::Taxon);
    let lamp: IdOrSlug = "lumen-desk-lamp".parse()?;
    let lamp = products::find(work, &lamp).await?.map(|(lamp, _)| DiscountTarget::Product(lamp.id));
    for (title, percent, target) in [("What to wear this winter", 15, wear), ("Long evenings", 25, lamp)] {
        let Some(target) = target else { continue };
        let title = title.to_owned();
        let new =
            NewDiscount { title, percent, starts_at: now, ends_at: now + SEASON, target, archived: false };
        discounts::create(work, DiscountId(fresh_id()), &new).await?;
    }
    Ok(())
}

async fn add_banners(work: &mut Work, now: DateTime<Utc>) -> anyhow::Result<()> {
    if !banners::list(work, true, None, Limit::default()).await?.items.is_empty() {
        return Ok(());
    }
    let shown = [
        (
            "Long evenings",
            "The Lumen lamp, a quarter off.",
            "/products/lumen-desk-lamp",
            "/demo/lumen-desk-lamp.svg",
        ),
        (
            "Dressed for granite",
            "Shoes, bags and watches, 15 % off.",
            "/products?category=to-wear",
            "/demo/north-sneaker.svg",
        ),
    ];
    for (position, (title, text, link, image)) in (0..).step_by(10).zip(shown) {
        let new = NewBanner {
            title: title.to_owned(),
            text: text.to_owned(),
            link: link.to_owned(),
            image_url: Some(image.to_owned()),
            starts_at: now,
            ends_at: Some(now + SEASON),
            position,
            archived: false,
        };
        banners::create(work, BannerId(fresh_id()), &new).await?;
    }
    Ok(())
}
