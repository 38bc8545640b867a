//! Sales as the outside sees them.

mod create_sale;
mod get_sale;
mod list_sales;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use view::{SaleView, SalesPage};

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_sales::list_sales, create_sale::create_sale))
        .routes(routes!(get_sale::get_sale))
}
