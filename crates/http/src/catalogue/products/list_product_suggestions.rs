use axum::extract::State;
use doorbuster_domain::catalogue::Taxonomy;
use doorbuster_domain::platform::Limit;
use doorbuster_persistence::search::{Suggested, Suggestion, suggest};
use serde::{Deserialize, Serialize};

use super::query::search_text;
use crate::App;
use crate::catalogue::images::ImageView;
use crate::extract::{Json, Query};
use crate::problem::ApiError;

/// What was typed so far.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SuggestionsQuery {
    /// The beginning of a search.
    #[param(max_length = 200, example = "fro")]
    q: Option<String>,
    /// How many at most: 1 to 20, 10 when not said.
    #[param(minimum = 1, maximum = 20, example = 10)]
    limit: Option<u32>,
}

/// What is suggested.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SuggestionKind)]
enum Kind {
    /// A product.
    Product,
    /// All of a brand.
    Brand,
    /// All of a region.
    Region,
    /// All in a category.
    Category,
    /// All with a tag.
    Tag,
}

/// Something that the search may be about.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ProductSuggestion)]
struct SuggestionView {
    /// What it is.
    kind: Kind,
    /// Its address among its kind.
    #[schema(example = "fromage")]
    slug: String,
    /// What it is called.
    #[schema(example = "Fromage")]
    name: String,
    /// A product's picture; null when there is none.
    image: Option<ImageView>,
}

/// Suggestions.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ProductSuggestions)]
pub(super) struct SuggestionsView {
    /// The best first.
    items: Vec<SuggestionView>,
}

/// Most suggestions of one answer.
const MOST: u32 = 20;
const DEFAULT: u32 = 10;

/// Suggest what a search may be about
///
/// Public, for whoever is typing: categories, brands, regions and tags, then products, with names that have words beginning with
/// those of `q`. Typos are forgiven when nothing else is found.
#[utoipa::path(
    get, path = "/api/v1/products/suggestions", tag = "catalogue", params(SuggestionsQuery),
    responses((status = 200, description = "Suggestions", body = SuggestionsView)),
)]
pub(super) async fn list_product_suggestions(
    State(app): State<App>,
    Query(query): Query<SuggestionsQuery>,
) -> Result<Json<SuggestionsView>, ApiError> {
    let limit = query.limit.unwrap_or(DEFAULT);
    let limit = Limit::new(limit)
        .filter(|_| limit <= MOST)
        .ok_or_else(|| ApiError::field("#limit", format!("a number from 1 to {MOST}")))?;
    let Some(text) = search_text(query.q.as_deref())? else {
        return Ok(Json(SuggestionsView { items: Vec::new() }));
    };
    let mut connection = app.engine.database.acquire().await?;
    let found = suggest(&mut connection, &text, limit).await?;
    Ok(Json(SuggestionsView { items: found.into_iter().map(SuggestionView::from).collect() }))
}

impl From<Suggestion> for SuggestionView {
    fn from(suggestion: Suggestion) -> Self {
        let Suggestion { what, slug, name, image } = suggestion;
        let kind = match what {
            Suggested::Product => Kind::Product,
            Suggested::Taxon(Taxonomy::Brand) => Kind::Brand,
            Suggested::Taxon(Taxonomy::Region) => Kind::Region,
            Suggested::Taxon(Taxonomy::Category) => Kind::Category,
            Suggested::Taxon(Taxonomy::Tag) => Kind::Tag,
        };
        Self { kind, slug, name, image: image.map(ImageView::from) }
    }
}
