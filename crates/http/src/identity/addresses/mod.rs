//! The address book of whoever is signed in.

mod body;
mod create_address;
mod delete_address;
mod list_addresses;
mod update_address;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_addresses::list_addresses, create_address::create_address))
        .routes(routes!(update_address::update_address, delete_address::delete_address))
}
