use doorbuster_domain::catalogue::{ProductStatus, Slug, Taxonomy};
use doorbuster_domain::search::{Between, Place, ProductSearch, SearchText, Sort};
use serde::Deserialize;

use crate::extract::PageQuery;
use crate::problem::ApiError;

/// Which products to list, and how.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProductsQuery {
    /// Words to find in names, descriptions, brands, regions, categories and tags. Every word has to be there; typos, accents
    /// and missing ends are forgiven.
    #[param(max_length = 200, example = "fromaj")]
    q: Option<String>,
    /// Of these brands: slugs, separated by commas, at most 20.
    #[param(example = "kestrel")]
    brand: Option<String>,
    /// Of these regions: slugs, separated by commas, at most 20.
    region: Option<String>,
    /// In these categories or below them: slugs, separated by commas, at most 20.
    #[param(example = "kitchen")]
    category: Option<String>,
    /// With at least one of these tags: slugs, separated by commas, at most 20.
    #[param(example = "repairable")]
    tag: Option<String>,
    /// What it costs now at least, in minor units.
    #[param(minimum = 0)]
    price_min: Option<u32>,
    /// What it costs now at most, in minor units.
    #[param(minimum = 0)]
    price_max: Option<u32>,
    /// What it weighs at least, in grams.
    #[param(minimum = 0)]
    weight_min: Option<u32>,
    /// What it weighs at most, in grams.
    #[param(minimum = 0)]
    weight_max: Option<u32>,
    /// Only what the shop has in stock.
    in_stock: Option<bool>,
    /// Only those with a discount now.
    on_sale: Option<bool>,
    /// How to sort them; when not said, `relevance` with `q` and `newest` without.
    #[param(inline)]
    sort: Option<Sort>,
    /// Which way; when not said, price, name and weight ascend, the others descend. By relevance and by units sold, the best
    /// are always first.
    #[param(inline)]
    order: Option<Order>,
    /// Whether to count all that were found, too: `total` and `facets`. Ask for the first page only.
    facets: Option<bool>,
    /// Where they stand: `published` when not said. The others are for the staff.
    #[param(inline)]
    status: Option<ProductStatus>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Which way to sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SortOrder)]
pub(super) enum Order {
    /// The least first.
    Asc,
    /// The greatest first.
    Desc,
}

/// Most slugs of one group.
const MOST_SLUGS: usize = 20;

impl ProductsQuery {
    /// What is looked for.
    pub(super) fn search(&self) -> Result<ProductSearch, ApiError> {
        let Self {
            q,
            brand,
            region,
            category,
            tag,
            price_min,
            price_max,
            weight_min,
            weight_max,
            in_stock,
            on_sale,
            sort,
            order,
            facets,
            status,
            limit: _,
            cursor: _,
        } = self;
        let text = search_text(q.as_deref())?;
        let (sort, descending) = sorted(*sort, *order, text.is_some())?;
        let mut filed = Vec::new();
        for (kind, said) in Taxonomy::ALL.into_iter().zip([brand, region, category, tag]) {
            if let Some(said) = said {
                filed.push((kind, slugs(kind, said)?));
            }
        }
        Ok(ProductSearch {
            text,
            status: status.unwrap_or(ProductStatus::Published),
            filed,
            price: between("#price_min", *price_min, *price_max)?,
            weight: between("#weight_min", *weight_min, *weight_max)?,
            in_stock: in_stock.unwrap_or_default(),
            on_sale: on_sale.unwrap_or_default(),
            sort,
            descending,
            facets: facets.unwrap_or_default(),
        })
    }

    /// Which page of it.
    pub(super) fn page(&self, search: &ProductSearch) -> Result<PageQuery<Place>, ApiError> {
        let page = PageQuery::<Place>::read(self.limit, self.cursor.as_deref())?;
        match &page.after {
            Some(after) if !after.at.is_in(search.sort, search.descending) => {
                Err(ApiError::field("#cursor", "a cursor of the same list, sorted the same way"))
            }
            Some(_) | None => Ok(page),
        }
    }
}

/// The words of `q`; none when nothing was said.
pub(super) fn search_text(q: Option<&str>) -> Result<Option<SearchText>, ApiError> {
    let text = SearchText::parse(q.unwrap_or_default());
    text.map_err(|error| ApiError::field("#q", error.to_string()))
}

fn sorted(sort: Option<Sort>, order: Option<Order>, by_words: bool) -> Result<(Sort, bool), ApiError> {
    let sort = match sort {
        None | Some(Sort::Relevance) if !by_words => Sort::Newest,
        None => Sort::Relevance,
        Some(sort) => sort,
    };
    let descending = order.map_or(sort.descends(), |order| order == Order::Desc);
    if !descending && matches!(sort, Sort::Relevance | Sort::BestSelling) {
        return Err(ApiError::field("#order", "the best are always first"));
    }
    Ok((sort, descending))
}

fn slugs(kind: Taxonomy, said: &str) -> Result<Vec<Slug>, ApiError> {
    let refused = |detail: String| ApiError::field(format!("#{}", kind.as_str()), detail);
    let mut slugs = Vec::new();
    for text in said.split(',') {
        let slug = text.trim().parse().map_err(|error| refused(format!("{error}")))?;
        if !slugs.contains(&slug) {
            slugs.push(slug);
        }
    }
    if slugs.len() > MOST_SLUGS {
        return Err(refused(format!("at most {MOST_SLUGS}")));
    }
    Ok(slugs)
}

fn between(pointer: &str, least: Option<u32>, greatest: Option<u32>) -> Result<Between, ApiError> {
    let range = Between { least: least.map(i64::from), greatest: greatest.map(i64::from) };
    if range.is_empty() {
        return Err(ApiError::field(pointer, "not more than the greatest"));
    }
    Ok(range)
}
