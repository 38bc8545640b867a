//! Orders as the outside sees them.

mod approve_return;
mod buy;
mod cancel_order;
mod create_order_note;
mod create_refund;
mod create_return;
mod create_shipment;
mod created;
mod deliver_order;
mod deliver_shipment;
mod error;
mod get_any_order;
mod get_order;
mod get_pack_list;
mod get_receipt;
mod list_order_refunds;
mod list_orders;
mod list_refunds;
mod list_returns;
mod own;
mod pack_order;
mod pack_orders;
mod pay_order;
mod reach;
mod receive_return;
mod refund_view;
mod reject_return;
mod return_view;
mod search_orders;
mod staff_view;
mod view;
mod withdraw_return;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use created::created;
pub(crate) use reach::Reach;
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
        .routes(routes!(search_orders::search_orders))
        .routes(routes!(get_any_order::get_any_order))
        .routes(routes!(get_pack_list::get_pack_list))
        .routes(routes!(pack_orders::pack_orders))
        .routes(routes!(pack_order::pack_order))
        .routes(routes!(create_shipment::create_shipment))
        .routes(routes!(deliver_order::deliver_order))
        .routes(routes!(deliver_shipment::deliver_shipment))
        .routes(routes!(create_order_note::create_order_note))
        .routes(routes!(list_order_refunds::list_order_refunds, create_refund::create_refund))
        .routes(routes!(list_refunds::list_refunds))
        .routes(routes!(create_return::create_return))
        .routes(routes!(withdraw_return::withdraw_return))
        .routes(routes!(list_returns::list_returns))
        .routes(routes!(approve_return::approve_return))
        .routes(routes!(reject_return::reject_return))
        .routes(routes!(receive_return::receive_return))
}

/// Buying, which has a policy of its own.
pub(crate) fn purchase_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(buy::buy))
}
