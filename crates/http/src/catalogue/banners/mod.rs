//! Banners of the home page.

mod create_banner;
mod get_banner;
mod list_banners;
mod update_banner;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_banners::list_banners, create_banner::create_banner))
        .routes(routes!(get_banner::get_banner, update_banner::update_banner))
}
