use std::collections::BTreeSet;

use axum::extract::State;
use doorbuster_domain::WebhookId;
use doorbuster_domain::webhooks::{EventType, NewWebhook};
use doorbuster_persistence::webhooks::{edit, lock};
use serde::Deserialize;

use super::error::check;
use super::view::WebhookView;
use crate::App;
use crate::extract::{IfMatchHeader, Json, Path, Tagged, said, tagged};
use crate::identity::{Permitted, WebhooksManage};
use crate::problem::{ApiError, Problem};

/// What to change. What is not said stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookUpdate)]
pub(super) struct WebhookUpdate {
    /// Where events are sent, also those that wait.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "https://example.com/doorbuster", max_length = 2000, nullable = false)]
    url: Option<String>,
    /// What it is for.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "The warehouse", max_length = 200, nullable = false)]
    description: Option<String>,
    /// What it is told, from now on.
    #[serde(default, deserialize_with = "said")]
    #[schema(min_items = 1, nullable = false)]
    events: Option<BTreeSet<EventType>>,
    /// Switches it off or on. What happens while it is off is never sent; what waited before waits on.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    enabled: Option<bool>,
    /// Calls it off, which switches it off too, or brings it back.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    archived: Option<bool>,
}

/// Edit a webhook
///
/// Admins. Counts for whatever is sent from now on.
#[utoipa::path(
    patch, path = "/api/v1/webhooks/{id}", tag = "webhooks", security(("bearer" = [])),
    params(
        ("id" = WebhookId, Path, description = "The endpoint"),
        ("If-Match" = String, Header, description = "The ETag that you have seen", example = "\"1\""),
    ),
    request_body = WebhookUpdate,
    responses(
        (status = 200, description = "The endpoint as it is now", body = WebhookView,
            headers(("ETag" = String, description = "Counts the edits"))),
        (status = 409, description = "`webhook_limit`: there are 20", body = Problem,
            content_type = "application/problem+json"),
        (status = 412, description = "`precondition_failed`: somebody changed it since you have seen it. Get it again",
            body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`: `If-Match` is missing", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn update_webhook(
    State(app): State<App>,
    admin: Permitted<WebhooksManage>,
    Path(id): Path<WebhookId>,
    IfMatchHeader(expected): IfMatchHeader,
    Json(body): Json<WebhookUpdate>,
) -> Result<Tagged<WebhookView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    admin.confirm(&mut work).await?;
    let before = lock(&mut work, id).await?.ok_or_else(ApiError::not_found)?;
    expected.require(before.version)?;
    let next = body.on(before.as_made());
    check(&app, &next, Some(&before))?;
    if next == before.as_made() {
        return Ok(tagged(before.version, before.into()));
    }
    let webhook = edit(&mut work, id, &next).await?;
    work.commit().await?;
    tracing::info!(
        webhook.id = %id, user.id = %admin.caller().user, version = webhook.version, "edited webhook {id}"
    );
    Ok(tagged(webhook.version, webhook.into()))
}

impl WebhookUpdate {
    /// The endpoint as it shall be, described as if it were made so: the same rules decide about both.
    fn on(self, current: NewWebhook) -> NewWebhook {
        let Self { url, description, events, enabled, archived } = self;
        let archives = archived == Some(true);
        NewWebhook {
            url: url.map_or(current.url, |url| url.trim().to_owned()),
            description: description.map_or(current.description, |text| text.trim().to_owned()),
            events: events.unwrap_or(current.events),
            enabled: enabled.unwrap_or(current.enabled && !archives),
            archived: archived.unwrap_or(current.archived),
        }
    }
}
