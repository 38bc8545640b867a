use std::collections::HashMap;

use axum::extract::State;
use doorbuster_domain::TaxonId;
use doorbuster_domain::catalogue::Taxon;
use doorbuster_persistence::catalogue::taxa::tree;
use serde::Serialize;

use crate::App;
use crate::extract::Json;
use crate::problem::ApiError;

/// A category with those below it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CategoryNode)]
pub(super) struct CategoryNode {
    /// Its id.
    id: TaxonId,
    /// Its address.
    #[schema(example = "kitchen")]
    slug: String,
    /// What it is called.
    #[schema(example = "Kitchen")]
    name: String,
    /// Those directly below it, by name.
    #[schema(no_recursion)]
    children: Vec<CategoryNode>,
}

/// All categories.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CategoryTree)]
pub(super) struct CategoryTree {
    /// Those at the top, by name.
    items: Vec<CategoryNode>,
}

/// Get the category tree
///
/// Public: all categories at once, those that are archived left out with what is below them. At most 2,000.
#[utoipa::path(
    get, path = "/api/v1/categories/tree", tag = "catalogue",
    responses((status = 200, description = "The tree", body = CategoryTree)),
)]
pub(super) async fn get_category_tree(State(app): State<App>) -> Result<Json<CategoryTree>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    Ok(Json(CategoryTree::from(tree(&mut connection).await?)))
}

impl From<Vec<Taxon>> for CategoryTree {
    /// Nests categories that come with those above before those below.
    fn from(categories: Vec<Taxon>) -> Self {
        let mut below: HashMap<Option<TaxonId>, Vec<CategoryNode>> = HashMap::new();
        // From the last on, those below a category are all known when it comes.
        for Taxon { id, slug, name, parent, .. } in categories.into_iter().rev() {
            let mut children = below.remove(&Some(id)).unwrap_or_default();
            children.reverse();
            below.entry(parent).or_default().push(CategoryNode { id, slug, name, children });
        }
        let mut items = below.remove(&None).unwrap_or_default();
        items.reverse();
        Self { items }
    }
}
