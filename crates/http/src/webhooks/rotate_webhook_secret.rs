use axum::extract::State;
use doorbuster_domain::WebhookId;
use doorbuster_engine::webhooks::make_secret;
use doorbuster_persistence::webhooks::{lock, rotate};

use super::view::SecretView;
use crate::App;
use crate::extract::{Path, Tagged, tagged};
use crate::identity::{Permitted, WebhooksManage};
use crate::problem::ApiError;

/// Rotate a webhook's secret
///
/// Admins. The answer holds the new secret, and is the only one that ever does. For 24 hours the one before signs as well,
/// so that the receiver can be changed without losing anything.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/secret", tag = "webhooks", security(("bearer" = [])),
    params(("id" = WebhookId, Path, description = "The endpoint")),
    responses((status = 200, description = "The endpoint and its new secret", body = SecretView,
        headers(("ETag" = String, description = "Counts the edits")))),
)]
pub(super) async fn rotate_webhook_secret(
    State(app): State<App>,
    admin: Permitted<WebhooksManage>,
    Path(id): Path<WebhookId>,
) -> Result<Tagged<SecretView>, ApiError> {
    let secret = make_secret();
    let mut work = app.engine.database.begin_work().await?;
    admin.confirm(&mut work).await?;
    lock(&mut work, id).await?.ok_or_else(ApiError::not_found)?;
    let webhook = rotate(&mut work, id, &secret).await?;
    work.commit().await?;
    tracing::info!(webhook.id = %id, user.id = %admin.caller().user, "rotated the secret of webhook {id}");
    Ok(tagged(webhook.version, SecretView::reveal(webhook, &secret)))
}
