use axum::extract::State;
use doorbuster_domain::WebhookId;
use doorbuster_domain::webhooks::DeliveryStatus;
use doorbuster_persistence::webhooks::{deliveries, find};
use serde::Deserialize;

use super::delivery_view::DeliveriesPage;
use crate::App;
use crate::extract::{Json, PageQuery, Path, Query};
use crate::identity::{Permitted, WebhooksManage};
use crate::problem::ApiError;

/// Which deliveries to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DeliveriesQuery {
    /// Where they stand: anywhere, when not said.
    #[param(inline)]
    status: Option<DeliveryStatus>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List a webhook's deliveries
///
/// Admins: newest first, with every attempt. They are remembered for 30 days after their end.
#[utoipa::path(
    get, path = "/api/v1/webhooks/{id}/deliveries", tag = "webhooks", security(("bearer" = [])),
    params(("id" = WebhookId, Path, description = "The endpoint"), DeliveriesQuery),
    responses((status = 200, description = "One page of deliveries", body = DeliveriesPage)),
)]
pub(super) async fn list_deliveries(
    State(app): State<App>,
    _: Permitted<WebhooksManage>,
    Path(id): Path<WebhookId>,
    Query(query): Query<DeliveriesQuery>,
) -> Result<Json<DeliveriesPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    let mut connection = app.engine.database.acquire().await?;
    find(&mut connection, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(deliveries::list(&mut connection, id, query.status, page.after, page.limit).await?.into()))
}
