//! Brands, regions, categories and tags as the outside sees them: four times the same operations, written once.

mod brands;
mod categories;
mod get_category_tree;
mod operations;
mod regions;
mod tags;
mod taxonomy;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(brands::list_brands, brands::create_brand))
        .routes(routes!(brands::get_brand, brands::update_brand))
        .routes(routes!(regions::list_regions, regions::create_region))
        .routes(routes!(regions::get_region, regions::update_region))
        .routes(routes!(categories::list_categories, categories::create_category))
        .routes(routes!(get_category_tree::get_category_tree))
        .routes(routes!(categories::get_category, categories::update_category))
        .routes(routes!(tags::list_tags, tags::create_tag))
        .routes(routes!(tags::get_tag, tags::update_tag))
}
