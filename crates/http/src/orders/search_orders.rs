use axum::extract::State;
use chrono::{DateTime, Utc};
use doorbuster_domain::SaleId;
use doorbuster_domain::orders::{OrderNumber, OrderStatus};
use doorbuster_persistence::orders::{Search, Sought, search};
use serde::Deserialize;

use super::staff_view::StaffOrdersPage;
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::identity::{OrdersReadAny, Permitted};
use crate::problem::ApiError;

/// Which orders to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchQuery {
    /// An order's number or id, or its customer's e-mail address. An order that was never paid is found by its number for
    /// a week, or within `from` and `to`.
    #[param(example = "K3F9-2M7Q-XW4T")]
    q: Option<String>,
    /// Only orders in these states, separated by commas.
    #[param(example = "paid,packed")]
    status: Option<String>,
    /// Only orders of this sale.
    sale_id: Option<SaleId>,
    /// Only orders placed at this time or later.
    from: Option<DateTime<Utc>>,
    /// Only orders placed before this time.
    to: Option<DateTime<Utc>>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Search all orders
///
/// Staff. Everybody's, newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/orders", tag = "fulfilment", security(("bearer" = [])), params(SearchQuery),
    responses((status = 200, description = "One page of orders", body = StaffOrdersPage)),
)]
pub(super) async fn search_orders(
    State(app): State<App>,
    _: Permitted<OrdersReadAny>,
    Query(query): Query<SearchQuery>,
) -> Result<Json<StaffOrdersPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    let wanted = Search {
        sought: query.q.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(sought).transpose()?,
        statuses: statuses(query.status.as_deref())?,
        sale: query.sale_id,
        from: query.from,
        to: query.to,
    };
    let mut connection = app.engine.database.acquire().await?;
    let found = search(&mut connection, &wanted, page.after, page.limit).await?;
    drop(connection);
    Ok(Json(StaffOrdersPage::read(&app, found).await?))
}

/// What somebody typed, as one of the things that name an order.
fn sought(text: &str) -> Result<Sought, ApiError> {
    if let Ok(id) = text.parse() {
        return Ok(Sought::Id(id));
    }
    if let Ok(bits) = OrderNumber::bits_of(text) {
        return Ok(Sought::Number(bits));
    }
    let email = text.parse().map(Sought::Email);
    email.map_err(|_| ApiError::field("#q", "an order's number or id, or an e-mail address"))
}

/// States separated by commas.
pub(super) fn statuses(list: Option<&str>) -> Result<Vec<OrderStatus>, ApiError> {
    let parse =
        |status: &str| status.trim().parse().map_err(|error| ApiError::field("#status", format!("{error}")));
    list.iter().flat_map(|list| list.split(',')).map(parse).collect()
}
