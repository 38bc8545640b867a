//! Products as the outside sees them.

mod create_product;
mod get_product;
mod list_products;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use view::{ProductView, ProductsPage};

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_products::list_products, create_product::create_product))
        .routes(routes!(get_product::get_product))
}
