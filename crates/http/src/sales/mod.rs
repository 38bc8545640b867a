//! Sales as the outside sees them.

mod cancel_sale;
mod create_sale;
mod get_sale;
mod list_journal;
mod list_sales;
mod pause_sale;
mod resume_sale;
mod steer;
mod update_sale;
mod view;
mod watch_sale;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use view::{JournalEntryView, JournalPage, SaleView, SalesPage};

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_sales::list_sales, create_sale::create_sale))
        .routes(routes!(get_sale::get_sale, update_sale::update_sale))
        .routes(routes!(watch_sale::watch_sale))
        .routes(routes!(list_journal::list_journal))
        .routes(routes!(pause_sale::pause_sale))
        .routes(routes!(resume_sale::resume_sale))
        .routes(routes!(cancel_sale::cancel_sale))
}
