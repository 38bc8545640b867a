use axum::extract::State;
use doorbuster_domain::sales::SaleStatus;
use doorbuster_persistence::sales::{Filter, list};
use serde::Deserialize;

use super::view::SalesPage;
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::problem::ApiError;

/// Which sales to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SalesQuery {
    /// Only sales in these states, separated by commas.
    #[param(example = "live,scheduled")]
    status: Option<String>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List sales
///
/// Public. Latest start first.
#[utoipa::path(
    get, path = "/api/v1/sales", tag = "sales", params(SalesQuery),
    responses((status = 200, description = "One page of sales", body = SalesPage)),
)]
pub(super) async fn list_sales(
    State(app): State<App>,
    Query(query): Query<SalesQuery>,
) -> Result<Json<SalesPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    let mut filter = Filter::default();
    for status in query.status.iter().flat_map(|list| list.split(',')) {
        let status: SaleStatus =
            status.trim().parse().map_err(|error| ApiError::field("#status", format!("{error}")))?;
        filter.statuses.push(status);
    }
    let mut connection = app.engine.database.acquire().await?;
    let sales = list(&mut connection, &filter, page.after, page.limit).await?;
    Ok(Json(sales.into()))
}
