//! Orders as the outside sees them.

mod buy;
mod cancel_order;
mod get_order;
mod get_receipt;
mod list_orders;
mod own;
mod pay_order;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use view::{OrderView, OrdersPage, ReceiptView};

use crate::App;

/// Operations under the default limit.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_orders::list_orders))
        .routes(routes!(get_order::get_order))
        .routes(routes!(get_receipt::get_receipt))
        .routes(routes!(cancel_order::cancel_order))
        .routes(routes!(pay_order::pay_order))
}

/// Buying, which has a policy of its own.
pub(crate) fn purchase_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(buy::buy))
}
