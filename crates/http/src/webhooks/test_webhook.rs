use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_domain::WebhookId;
use doorbuster_engine::webhooks::ping;

use super::delivery_view::DeliveryView;
use crate::App;
use crate::extract::{Json, Path};
use crate::identity::{Permitted, WebhooksManage};
use crate::problem::{ApiError, Problem};

/// Test a webhook
///
/// Admins. Sends an event of type `ping`, once: the list of deliveries says what became of it.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/test", tag = "webhooks", security(("bearer" = [])),
    params(("id" = WebhookId, Path, description = "The endpoint")),
    responses(
        (status = 202, description = "It is on its way", body = DeliveryView),
        (status = 409, description = "`webhook_disabled`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn test_webhook(
    State(app): State<App>,
    admin: Permitted<WebhooksManage>,
    Path(id): Path<WebhookId>,
) -> Result<(StatusCode, Json<DeliveryView>), ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    admin.confirm(&mut work).await?;
    let delivery = ping(&app.engine, work, id).await?;
    Ok((StatusCode::ACCEPTED, Json(delivery.into())))
}
