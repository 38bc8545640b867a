use axum::extract::State;
use doorbuster_domain::WebhookId;
use doorbuster_persistence::webhooks::find;

use super::view::WebhookView;
use crate::App;
use crate::extract::{Path, Tagged, tagged};
use crate::identity::{Permitted, WebhooksManage};
use crate::problem::ApiError;

/// Get a webhook
///
/// Admins. Its secret is not shown again.
#[utoipa::path(
    get, path = "/api/v1/webhooks/{id}", tag = "webhooks", security(("bearer" = [])),
    params(("id" = WebhookId, Path, description = "The endpoint")),
    responses((status = 200, description = "The endpoint", body = WebhookView,
        headers(("ETag" = String, description = "Counts the edits")))),
)]
pub(super) async fn get_webhook(
    State(app): State<App>,
    _: Permitted<WebhooksManage>,
    Path(id): Path<WebhookId>,
) -> Result<Tagged<WebhookView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let webhook = find(&mut connection, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(tagged(webhook.version, webhook.into()))
}
