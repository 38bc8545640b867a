use axum::extract::State;
use doorbuster_domain::payments::RefundStatus;
use doorbuster_persistence::payments::list_refunds as list;
use serde::Deserialize;

use super::refund_view::StaffRefundsPage;
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::identity::{OrdersReadAny, Permitted};
use crate::problem::ApiError;

/// Which refunds to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RefundsQuery {
    /// Where they stand: `failed` when not said, which is what waits for the staff.
    #[param(inline)]
    status: Option<RefundStatus>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List refunds
///
/// Staff. Of all orders, newest first.
#[utoipa::path(
    get, path = "/api/v1/refunds", tag = "refunds", security(("bearer" = [])), params(RefundsQuery),
    responses((status = 200, description = "One page of refunds", body = StaffRefundsPage)),
)]
pub(super) async fn list_refunds(
    State(app): State<App>,
    _: Permitted<OrdersReadAny>,
    Query(query): Query<RefundsQuery>,
) -> Result<Json<StaffRefundsPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    let mut connection = app.engine.database.acquire().await?;
    let status = query.status.unwrap_or(RefundStatus::Failed);
    let found = list(&mut connection, status, page.after, page.limit).await?;
    drop(connection);
    Ok(Json(StaffRefundsPage::read(&app, found).await?))
}
