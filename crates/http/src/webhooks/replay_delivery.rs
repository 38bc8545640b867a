use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_domain::WebhookDeliveryId;
use doorbuster_engine::webhooks::replay;

use super::delivery_view::DeliveryView;
use crate::App;
use crate::extract::{Json, Path};
use crate::identity::{Permitted, WebhooksManage};
use crate::problem::{ApiError, Problem};

/// Send a delivery again
///
/// Admins. The same event under the same `webhook-id`, as a delivery of its own. What is on its way is not doubled: it is
/// sent at once instead of later.
#[utoipa::path(
    post, path = "/api/v1/webhooks/deliveries/{id}/replay", tag = "webhooks", security(("bearer" = [])),
    params(("id" = WebhookDeliveryId, Path, description = "The delivery")),
    responses(
        (status = 202, description = "The delivery that is on its way", body = DeliveryView),
        (status = 409, description = "`webhook_disabled`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn replay_delivery(
    State(app): State<App>,
    admin: Permitted<WebhooksManage>,
    Path(id): Path<WebhookDeliveryId>,
) -> Result<(StatusCode, Json<DeliveryView>), ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    admin.confirm(&mut work).await?;
    let delivery = replay(&app.engine, work, id).await?;
    tracing::info!(delivery.id = %id, user.id = %admin.caller().user, "replayed delivery {id} of a webhook");
    Ok((StatusCode::ACCEPTED, Json(delivery.into())))
}
