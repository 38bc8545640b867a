use axum::extract::State;
use doorbuster_domain::SaleId;
use doorbuster_persistence::orders::{Filter, list};
use serde::Deserialize;

use super::search_orders::statuses;
use super::view::OrdersPage;
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::identity::{OrdersPlace, Permitted};
use crate::problem::ApiError;

/// Which orders to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OrdersQuery {
    /// Only orders of this sale.
    sale_id: Option<SaleId>,
    /// Only orders in these states, separated by commas.
    #[param(example = "pending_payment,paid")]
    status: Option<String>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List my orders
///
/// The caller's own, newest first.
#[utoipa::path(
    get, path = "/api/v1/orders", tag = "orders", security(("bearer" = [])), params(OrdersQuery),
    responses((status = 200, description = "One page of orders", body = OrdersPage)),
)]
pub(super) async fn list_orders(
    State(app): State<App>,
    customer: Permitted<OrdersPlace>,
    Query(query): Query<OrdersQuery>,
) -> Result<Json<OrdersPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    let filter = Filter { sale: query.sale_id, statuses: statuses(query.status.as_deref())? };
    let mut connection = app.engine.database.acquire().await?;
    let orders = list(&mut connection, customer.caller().user, &filter, page.after, page.limit).await?;
    Ok(Json(OrdersPage::at(orders, app.engine.board.now())))
}
