use std::collections::BTreeSet;

use axum::extract::State;
use doorbuster_domain::WebhookId;
use doorbuster_domain::webhooks::{EventType, NewWebhook};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_engine::webhooks::make_secret;
use doorbuster_persistence::webhooks::create;
use serde::Deserialize;

use super::error::check;
use super::view::SecretView;
use crate::App;
use crate::catalogue::{Created, created};
use crate::extract::Json;
use crate::identity::{Permitted, WebhooksManage};
use crate::problem::{ApiError, Problem};

/// An endpoint to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewWebhook)]
pub(super) struct NewWebhookBody {
    /// Where events are sent: an https address that is public, without a password in it.
    #[schema(example = "https://example.com/doorbuster", max_length = 2000)]
    url: String,
    /// What it is for.
    #[serde(default)]
    #[schema(example = "The warehouse", max_length = 200)]
    description: String,
    /// What it is told: one type at least.
    #[schema(min_items = 1)]
    events: BTreeSet<EventType>,
}

/// Create a webhook
///
/// Admins. The answer holds the secret that signs what is sent there, and is the only one that ever does. Events that happen
/// from now on are sent; `docs/webhooks.md` says how to receive them.
#[utoipa::path(
    post, path = "/api/v1/webhooks", tag = "webhooks", security(("bearer" = [])), request_body = NewWebhookBody,
    responses(
        (status = 201, description = "The endpoint and its secret", body = SecretView, headers(
            ("Location" = String, description = "Where the endpoint is"),
            ("ETag" = String, description = "Counts the edits"))),
        (status = 409, description = "`webhook_limit`: there are 20", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_webhook(
    State(app): State<App>,
    admin: Permitted<WebhooksManage>,
    Json(body): Json<NewWebhookBody>,
) -> Result<Created<SecretView>, ApiError> {
    let new = body.into_new();
    check(&app, &new, None)?;
    let (secret, by) = (make_secret(), admin.caller().user);
    let mut work = app.engine.database.begin_work().await?;
    admin.confirm(&mut work).await?;
    let webhook = create(&mut work, WebhookId(fresh_id()), &new, &secret, by).await?;
    work.commit().await?;
    tracing::info!(webhook.id = %webhook.id, user.id = %by, "created webhook {}", webhook.id);
    let location = format!("/api/v1/webhooks/{}", webhook.id);
    Ok(created(location, webhook.version, SecretView::reveal(webhook, &secret)))
}

impl NewWebhookBody {
    fn into_new(self) -> NewWebhook {
        let Self { url, description, events } = self;
        let (url, description) = (url.trim().to_owned(), description.trim().to_owned());
        NewWebhook { url, description, events, enabled: true, archived: false }
    }
}
