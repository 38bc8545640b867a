//! Carts as the outside sees them: with an account or without one, up to the order.

mod apply_code;
mod check_out;
mod checkout_body;
mod clear_cart;
mod get_cart;
mod list_shipping_methods;
mod merge_cart;
mod remove_cart_item;
mod remove_code;
mod set_cart_item;
mod shopper;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use checkout_body::ShippingAddressView;
pub(crate) use shopper::{RequiredShopper, Shopper};
pub(crate) use view::VatView;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_cart::get_cart, clear_cart::clear_cart))
        .routes(routes!(set_cart_item::set_cart_item, remove_cart_item::remove_cart_item))
        .routes(routes!(apply_code::apply_code, remove_code::remove_code))
        .routes(routes!(merge_cart::merge_cart))
        .routes(routes!(check_out::check_out))
        .routes(routes!(list_shipping_methods::list_shipping_methods))
}
