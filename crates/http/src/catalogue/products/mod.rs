//! Products as the outside sees them.

mod body;
mod create_product;
mod create_stock_movement;
mod get_product;
mod list_product_suggestions;
mod list_products;
mod page_view;
mod query;
mod update_product;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_products::list_products, create_product::create_product))
        .routes(routes!(list_product_suggestions::list_product_suggestions))
        .routes(routes!(get_product::get_product, update_product::update_product))
        .routes(routes!(create_stock_movement::create_stock_movement))
}
