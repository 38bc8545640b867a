//! Faceted searches in a large catalogue, as the shop answers them and as plain ILIKE and GROUP BY would.

use std::time::Instant;

use anyhow::ensure;
use hdrhistogram::Histogram;
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;

use super::catalogue::{self, NOUNS};
use super::stage::Stage;
use crate::report::Latency;

/// So many products.
const PRODUCTS: i32 = 100_000;
/// One search takes plain SQL seconds: it is asked every fourth one, in one round.
const PLAINLY_EVERY: usize = 4;

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Search {
    pub(super) products: i32,
    /// How many searches of the shop were timed.
    pub(super) searches: u64,
    /// How many of them plain SQL answered too.
    pub(super) plain_searches: u64,
    /// Over HTTP, one after the other, none of them kept from before.
    pub(super) shop_ms: Quantiles,
    /// Straight to PostgreSQL, one after the other.
    pub(super) plain_ms: Quantiles,
    /// The first page of all products by price, over HTTP.
    pub(super) by_price_ms: Quantiles,
}

/// Of a distribution in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Quantiles {
    pub(super) p50: f64,
    pub(super) p95: f64,
    pub(super) max: f64,
}

/// A search: words, and the slugs of a brand and of a region.
struct Asked {
    words: &'static str,
    brand: Option<&'static str>,
    region: Option<&'static str>,
}

impl Asked {
    /// Every noun alone, with a brand, and with both filters; and the filters without words.
    fn all() -> Vec<Self> {
        let mut all = vec![
            Self { words: "", brand: Some("brand-3"), region: None },
            Self { words: "", brand: None, region: Some("region-2") },
        ];
        for words in NOUNS {
            all.push(Self { words, brand: None, region: None });
            all.push(Self { words, brand: Some("brand-1"), region: None });
            all.push(Self { words, brand: Some("brand-2"), region: Some("region-5") });
        }
        all
    }

    fn path(&self) -> String {
        let mut path = format!("/api/v1/products?facets=true&sort=price&q={}", self.words);
        for (name, slug) in [("brand", self.brand), ("region", self.region)] {
            if let Some(slug) = slug {
                path.push_str(&format!("&{name}={slug}"));
            }
        }
        path
    }
}

/// Measures both on a shop of its own, `rounds` times.
pub(super) fn measure(stage: &mut Stage, rounds: usize) -> anyhow::Result<Search> {
    eprintln!("  and {PRODUCTS} products …");
    let started = Instant::now();
    stage.errands.block_on(catalogue::make(stage.backdoor.owner(), PRODUCTS))?;
    eprintln!("  filled in {:.0} s", started.elapsed().as_secs_f64());
    let (mut shop, mut plain, mut by_price) = (histogram()?, histogram()?, histogram()?);
    let asked = Asked::all();
    // Once before anything counts.
    for round in 0..=rounds {
        for (place, one) in asked.iter().enumerate() {
            // As staff, for whom nothing is kept.
            let (found, took) = timed(|| stage.errands.block_on(stage.staff().text(&one.path())))?;
            if round > 0 {
                shop.record(took)?;
            }
            if round != 1 || place % PLAINLY_EVERY != 0 {
                continue;
            }
            let total = serde_json::from_str::<Value>(&found)?["total"].as_i64();
            let (expected, plainly) =
                timed(|| stage.errands.block_on(search_plainly(stage.backdoor.owner(), one)))?;
            // The shop also finds what begins with the words, so never less.
            ensure!(total >= Some(expected), "{}: {total:?} were found, not {expected}", one.path());
            plain.record(plainly)?;
        }
        let path = "/api/v1/products?sort=price";
        let (_, took) = timed(|| stage.errands.block_on(stage.staff().text(path)))?;
        if round > 0 {
            by_price.record(took)?;
        }
    }
    let search = Search {
        products: PRODUCTS,
        searches: shop.len(),
        plain_searches: plain.len(),
        shop_ms: Quantiles::of(&shop),
        plain_ms: Quantiles::of(&plain),
        by_price_ms: Quantiles::of(&by_price),
    };
    eprintln!(
        "{:<40} {:>8.1} ms, plainly {:.0} ms",
        "p95 of a faceted search", search.shop_ms.p95, search.plain_ms.p95
    );
    Ok(search)
}

impl Quantiles {
    fn of(micros: &Histogram<u64>) -> Self {
        let Latency { p50, max, .. } = Latency::of(micros);
        let p95 = std::time::Duration::from_micros(micros.value_at_quantile(0.95)).as_secs_f64() * 1e3;
        Self { p50, p95, max }
    }
}

/// What came of it, and how many microseconds it took.
fn timed<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(T, u64)> {
    let started = Instant::now();
    let done = work()?;
    Ok((done, u64::try_from(started.elapsed().as_micros())?))
}

fn histogram() -> anyhow::Result<Histogram<u64>> {
    Ok(Histogram::new(3)?)
}

/// The products with the words in name, description or brand, and what they are filed under. $2 and $3 are the filters'
/// slugs, null where there are none; `$brand` and `$region` switch them off.
macro_rules! plainly {
    ($what:literal, $more:literal, $brand:literal, $region:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM products p
              LEFT JOIN product_taxa pb ON pb.product_id = p.id AND pb.kind = 'brand' LEFT JOIN taxa b ON b.id = pb.taxon_id
              LEFT JOIN product_taxa pr ON pr.product_id = p.id AND pr.kind = 'region' LEFT JOIN taxa r ON r.id = pr.taxon_id ",
            $more,
            " WHERE p.status = 'published'
                AND (p.name ILIKE '%' || $1 || '%' OR p.description ILIKE '%' || $1 || '%' OR b.name ILIKE '%' || $1 || '%')
                AND (",
            $brand,
            " OR $2::text IS NULL OR b.slug = $2) AND (",
            $region,
            " OR $3::text IS NULL OR r.slug = $3) ",
            $rest
        )
    };
}

/// A page, then each facet.
const PLAINLY: [&str; 5] = [
    plainly!("p.id", "", "false", "false", "ORDER BY p.price_minor, p.id LIMIT 21"),
    plainly!("b.slug, count(*)", "", "true", "false", "GROUP BY b.slug"),
    plainly!("r.slug, count(*)", "", "false", "true", "GROUP BY r.slug"),
    plainly!(
        "c.slug, count(*)",
        "JOIN product_taxa pc ON pc.product_id = p.id AND pc.kind = 'category' JOIN taxa c ON c.id = pc.taxon_id",
        "false",
        "false",
        "GROUP BY c.slug"
    ),
    plainly!(
        "t.slug, count(*)",
        "JOIN product_taxa pt ON pt.product_id = p.id AND pt.kind = 'tag' JOIN taxa t ON t.id = pt.taxon_id",
        "false",
        "false",
        "GROUP BY t.slug"
    ),
];
const COUNT_PLAINLY: &str = plainly!("count(*)", "", "false", "false", "");

/// The same page, total and facets as plain SQL finds them. Returns the total.
async fn search_plainly(owner: &mut PgConnection, asked: &Asked) -> anyhow::Result<i64> {
    let Asked { words, brand, region } = asked;
    for statement in PLAINLY {
        sqlx::query(statement).bind(words).bind(brand).bind(region).fetch_all(&mut *owner).await?;
    }
    let count = sqlx::query_scalar(COUNT_PLAINLY).bind(words).bind(brand).bind(region);
    Ok(count.fetch_one(&mut *owner).await?)
}
