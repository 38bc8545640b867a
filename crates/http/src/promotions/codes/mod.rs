//! Discount codes as staff manage them. Customers put them on their cart.

mod create_code;
mod error;
mod get_code;
mod list_codes;
mod update_code;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_codes::list_codes, create_code::create_code))
        .routes(routes!(get_code::get_code, update_code::update_code))
}
