use axum::extract::State;
use doorbuster_persistence::webhooks::list;

use super::view::WebhooksPage;
use crate::App;
use crate::extract::{Json, PageParams, Query};
use crate::identity::{Permitted, WebhooksManage};
use crate::problem::ApiError;

/// List webhooks
///
/// Admins: all endpoints, newest first.
#[utoipa::path(
    get, path = "/api/v1/webhooks", tag = "webhooks", security(("bearer" = [])), params(PageParams),
    responses((status = 200, description = "One page of endpoints", body = WebhooksPage)),
)]
pub(super) async fn list_webhooks(
    State(app): State<App>,
    _: Permitted<WebhooksManage>,
    Query(page): Query<PageParams>,
) -> Result<Json<WebhooksPage>, ApiError> {
    let page = page.check()?;
    let mut connection = app.engine.database.acquire().await?;
    Ok(Json(list(&mut connection, page.after, page.limit).await?.into()))
}
