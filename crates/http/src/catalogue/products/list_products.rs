use axum::extract::State;
use doorbuster_domain::catalogue::{ProductStatus, Slug, Taxonomy};
use doorbuster_domain::platform::SortKey;
use doorbuster_persistence::catalogue::products::{
    Filter, list_best_selling, list_by_name, list_by_price, list_newest,
};
use serde::Deserialize;

use super::view::ProductsPage;
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::identity::{CatalogueManage, Permitted, only_permitted};
use crate::problem::ApiError;

/// How to sort products.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProductSort)]
pub(super) enum Sort {
    /// First shown last.
    #[default]
    Newest,
    /// Most units of paid orders in the last 90 days first; counted every few minutes.
    BestSelling,
    /// Cheapest now first.
    Price,
    /// By name.
    Name,
}

/// Which products to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProductsQuery {
    /// How to sort them; `newest` when not said.
    #[param(inline)]
    sort: Option<Sort>,
    /// Only those with a discount now.
    on_sale: Option<bool>,
    /// Only those of this brand, by slug.
    #[param(example = "kestrel")]
    brand: Option<String>,
    /// Only those of this region, by slug.
    region: Option<String>,
    /// Only those of this category or one below it, by slug.
    #[param(example = "kitchen")]
    category: Option<String>,
    /// Only those with all of these tags: slugs, separated by commas, at most 10.
    #[param(example = "repairable")]
    tag: Option<String>,
    /// Where they stand: `published` when not said. The others are for the staff.
    #[param(inline)]
    status: Option<ProductStatus>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Most tags to filter by.
const MOST_TAGS: usize = 10;

/// List products
///
/// Public. Novelties are `sort=newest`, best sellers `sort=best_selling`, promotions `on_sale=true`.
#[utoipa::path(
    get, path = "/api/v1/products", tag = "catalogue", security((), ("bearer" = [])), params(ProductsQuery),
    responses((status = 200, description = "One page of products", body = ProductsPage)),
)]
pub(super) async fn list_products(
    State(app): State<App>,
    staff: Option<Permitted<CatalogueManage>>,
    Query(query): Query<ProductsQuery>,
) -> Result<Json<ProductsPage>, ApiError> {
    let filter = query.filter()?;
    if filter.status != ProductStatus::Published {
        only_permitted(staff.as_ref())?;
    }
    let mut connection = app.engine.database.acquire().await?;
    let products = match query.sort.unwrap_or_default() {
        Sort::Newest => {
            let page = query.page()?;
            list_newest(&mut connection, &filter, page.after, page.limit).await?.into_text()
        }
        Sort::BestSelling => {
            let page = query.page()?;
            list_best_selling(&mut connection, &filter, page.after, page.limit).await?.into_text()
        }
        Sort::Price => {
            let page = query.page()?;
            list_by_price(&mut connection, &filter, page.after, page.limit).await?.into_text()
        }
        Sort::Name => {
            let page = query.page()?;
            list_by_name(&mut connection, &filter, page.after, page.limit).await?.into_text()
        }
    };
    Ok(Json(products.into()))
}

impl ProductsQuery {
    fn page<K: SortKey>(&self) -> Result<PageQuery<K>, ApiError> {
        PageQuery::read(self.limit, self.cursor.as_deref())
    }

    fn filter(&self) -> Result<Filter, ApiError> {
        let Self { sort: _, on_sale, brand, region, category, tag, status, limit: _, cursor: _ } = self;
        let one = [(Taxonomy::Brand, brand), (Taxonomy::Region, region), (Taxonomy::Category, category)];
        let mut filed = Vec::new();
        for (kind, text) in one {
            if let Some(text) = text {
                filed.push((kind, slug(kind, text)?));
            }
        }
        let mut tags = Vec::new();
        for text in tag.iter().flat_map(|tags| tags.split(',')) {
            let tag = slug(Taxonomy::Tag, text.trim())?;
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        if tags.len() > MOST_TAGS {
            return Err(ApiError::field("#tag", format!("at most {MOST_TAGS} tags")));
        }
        filed.extend(tags.into_iter().map(|tag| (Taxonomy::Tag, tag)));
        let status = status.unwrap_or(ProductStatus::Published);
        Ok(Filter { status, on_sale: on_sale.unwrap_or_default(), filed })
    }
}

fn slug(kind: Taxonomy, text: &str) -> Result<Slug, ApiError> {
    text.parse().map_err(|error| ApiError::field(format!("#{}", kind.as_str()), format!("{error}")))
}
