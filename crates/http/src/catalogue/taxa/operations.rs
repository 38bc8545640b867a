use doorbuster_domain::TaxonId;
use doorbuster_domain::catalogue::{IdOrSlug, NewTaxon, Taxonomy};
use doorbuster_domain::platform::IfMatch;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::catalogue::taxa;
use serde::Deserialize;

use super::view::{TaxaPage, TaxonView};
use crate::App;
use crate::catalogue::answer::{Created, created};
use crate::catalogue::error::mistakes;
use crate::extract::{Json, PageQuery, Tagged, said, tagged};
use crate::identity::{CatalogueManage, Permitted, only_permitted};
use crate::problem::ApiError;

/// Which part of a taxonomy.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TaxaQuery {
    /// Those that are archived instead. For the staff.
    archived: Option<bool>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A brand, a region, a category or a tag to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTaxon)]
pub(super) struct NewTaxonBody {
    /// Its address: lower-case letters, digits and single hyphens, unique among its kind.
    #[schema(example = "kestrel", min_length = 1, max_length = 80)]
    slug: String,
    /// What it is called.
    #[schema(example = "Kestrel", min_length = 1, max_length = 100)]
    name: String,
    /// What it is; empty when not said.
    #[serde(default)]
    #[schema(max_length = 2_000)]
    description: String,
    /// The category above it. Only categories nest, at most five levels deep.
    parent_id: Option<TaxonId>,
}

/// What to change. What is not said stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaxonUpdate)]
pub(super) struct TaxonUpdate {
    /// Its address. The old one leads nowhere then.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "kestrel", min_length = 1, max_length = 80, nullable = false)]
    slug: Option<String>,
    /// What it is called.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "Kestrel", min_length = 1, max_length = 100, nullable = false)]
    name: Option<String>,
    /// What it is.
    #[serde(default, deserialize_with = "said")]
    #[schema(max_length = 2_000, nullable = false)]
    description: Option<String>,
    /// The category above it; null moves it to the top. Only categories nest, at most five levels deep.
    #[serde(default, deserialize_with = "said")]
    parent_id: Option<Option<TaxonId>>,
    /// Whether it is left out of lists, of the tree and of filters' choices. Products keep it.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    archived: Option<bool>,
}

pub(super) async fn list_taxa(
    app: &App,
    staff: Option<&Permitted<CatalogueManage>>,
    kind: Taxonomy,
    query: &TaxaQuery,
) -> Result<Json<TaxaPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    let archived = query.archived.unwrap_or_default();
    if archived {
        only_permitted(staff)?;
    }
    let mut connection = app.engine.database.acquire().await?;
    let taxa = taxa::list(&mut connection, kind, archived, page.after, page.limit).await?;
    Ok(Json(taxa.into_text().into()))
}

pub(super) async fn create_taxon(
    app: &App,
    staff: &Permitted<CatalogueManage>,
    kind: Taxonomy,
    body: NewTaxonBody,
) -> Result<Created<TaxonView>, ApiError> {
    let NewTaxonBody { slug, name, description, parent_id: parent } = body;
    let name = name.trim().to_owned();
    let new = NewTaxon { kind, slug, name, description, parent, archived: false };
    new.check().map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let taxon = taxa::create(&mut work, TaxonId(fresh_id()), &new).await?;
    work.commit().await?;
    let location = format!("/api/v1/{}/{}", kind.plural(), taxon.slug);
    Ok(created(location, taxon.version, taxon.into()))
}

pub(super) async fn get_taxon(
    app: &App,
    kind: Taxonomy,
    taxon: &IdOrSlug,
) -> Result<Tagged<TaxonView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let taxon = taxa::find(&mut connection, kind, taxon).await?.ok_or_else(ApiError::not_found)?;
    Ok(tagged(taxon.version, taxon.into()))
}

pub(super) async fn update_taxon(
    app: &App,
    staff: &Permitted<CatalogueManage>,
    kind: Taxonomy,
    taxon: &IdOrSlug,
    expected: &IfMatch,
    body: TaxonUpdate,
) -> Result<Tagged<TaxonView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let before = taxa::lock(&mut work, kind, taxon).await?.ok_or_else(ApiError::not_found)?;
    expected.require(before.version)?;
    let next = body.on(before.as_made());
    next.check().map_err(mistakes)?;
    if next == before.as_made() {
        return Ok(tagged(before.version, before.into()));
    }
    let taxon = taxa::edit(&mut work, before.id, &next).await?;
    work.commit().await?;
    Ok(tagged(taxon.version, taxon.into()))
}

impl TaxonUpdate {
    /// The taxon as it shall be, described as if it were made so: the same rules decide about both.
    fn on(self, current: NewTaxon) -> NewTaxon {
        let Self { slug, name, description, parent_id, archived } = self;
        NewTaxon {
            kind: current.kind,
            slug: slug.unwrap_or(current.slug),
            name: name.map_or(current.name, |name| name.trim().to_owned()),
            description: description.unwrap_or(current.description),
            parent: parent_id.unwrap_or(current.parent),
            archived: archived.unwrap_or(current.archived),
        }
    }
}
