use axum::extract::State;
use chrono::{DateTime, Utc};
use doorbuster_domain::invoices::InvoiceKind;
use doorbuster_domain::platform::Page;
use doorbuster_persistence::invoices::{InvoiceFilter, list};
use serde::Deserialize;

use super::view::{InvoiceView, InvoicesPage};
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::identity::{OrdersReadAny, Permitted};
use crate::problem::ApiError;

/// Which documents to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InvoicesQuery {
    /// Only this kind.
    kind: Option<InvoiceKind>,
    /// Only the one with this number.
    #[param(example = "2026-000123")]
    number: Option<String>,
    /// Only those issued at this time or later.
    from: Option<DateTime<Utc>>,
    /// Only those issued before this time.
    to: Option<DateTime<Utc>>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List invoices and credit notes
///
/// Staff. Those of all orders, newest first.
#[utoipa::path(
    get, path = "/api/v1/invoices", tag = "invoices", security(("bearer" = [])), params(InvoicesQuery),
    responses((status = 200, description = "One page of documents", body = InvoicesPage)),
)]
pub(super) async fn list_invoices(
    State(app): State<App>,
    _: Permitted<OrdersReadAny>,
    Query(query): Query<InvoicesQuery>,
) -> Result<Json<InvoicesPage>, ApiError> {
    let InvoicesQuery { kind, number, from, to, limit, cursor } = query;
    let page = PageQuery::read(limit, cursor.as_deref())?;
    let number = number.as_deref().map(str::trim).map(str::parse).transpose();
    let number = number.map_err(|error| ApiError::field("#number", format!("{error}")))?;
    let filter = InvoiceFilter { kind, number, from, to };
    let mut connection = app.engine.database.acquire().await?;
    let found = list(&mut connection, &filter, page.after, page.limit).await?;
    let Page { items, next } = found.map(InvoiceView::from).into_text();
    Ok(Json(InvoicesPage { items, next_cursor: next }))
}
