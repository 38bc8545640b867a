//! Discounts as staff manage them. Customers see what they make of a price.

mod create_discount;
mod get_discount;
mod list_discounts;
mod update_discount;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_discounts::list_discounts, create_discount::create_discount))
        .routes(routes!(get_discount::get_discount, update_discount::update_discount))
}
