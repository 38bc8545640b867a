//! Promotions as the outside sees them: discount codes. Discounts of the catalogue are the catalogue's.

mod codes;

use utoipa_axum::router::OpenApiRouter;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    codes::routes()
}
