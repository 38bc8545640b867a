//! Invoices and credit notes as the outside sees them: pages to print, and the same as JSON.

mod answer;
mod export_invoices;
mod get_credit_note;
mod get_invoice;
mod list_credit_notes;
mod list_invoices;
mod page;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use answer::policy;
pub(crate) use page::STYLE_HASH;

use crate::App;

/// Operations under the default limit.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_invoice::get_invoice))
        .routes(routes!(list_credit_notes::list_credit_notes))
        .routes(routes!(get_credit_note::get_credit_note))
        .routes(routes!(list_invoices::list_invoices))
        .routes(routes!(export_invoices::export_invoices))
}
