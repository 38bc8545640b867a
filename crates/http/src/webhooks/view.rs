use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use doorbuster_domain::WebhookId;
use doorbuster_domain::platform::Page;
use doorbuster_domain::webhooks::{EventType, Webhook, WebhookSecret};
use serde::Serialize;

/// An endpoint: somebody's address to which the shop sends events.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Webhook)]
pub(super) struct WebhookView {
    /// Its id.
    id: WebhookId,
    /// Where events are sent.
    #[schema(example = "https://example.com/doorbuster")]
    url: String,
    /// What it is for.
    #[schema(example = "The warehouse")]
    description: String,
    /// What it is told.
    events: BTreeSet<EventType>,
    /// Whether events are written for it, and sent to it.
    enabled: bool,
    /// Called off.
    archived: bool,
    /// The first failure since the last success; null when it takes what it is sent.
    failing_since: Option<DateTime<Utc>>,
    /// When the shop switched it off, because it had taken nothing for days.
    given_up_at: Option<DateTime<Utc>>,
    /// Until when the secret before the last rotation signs beside the new one; null when there is none.
    old_secret_until: Option<DateTime<Utc>>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// Counts the edits; in quotes it is the endpoint's `ETag`.
    #[schema(example = 1)]
    version: i64,
}

/// An endpoint and its new secret, which is never shown again.
#[derive(Clone, Serialize, utoipa::ToSchema)]
#[schema(as = WebhookWithSecret)]
pub(super) struct SecretView {
    /// The endpoint.
    webhook: WebhookView,
    /// By this the endpoint knows that it is the shop who speaks.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw0000000000o=")]
    secret: String,
}

/// One page of endpoints.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WebhookPage)]
pub(super) struct WebhooksPage {
    /// The endpoints, newest first.
    items: Vec<WebhookView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

impl From<Webhook> for WebhookView {
    fn from(webhook: Webhook) -> Self {
        let Webhook {
            id,
            url,
            description,
            events,
            enabled,
            archived,
            failing_since,
            given_up_at,
            old_secret_until,
            version,
            created_at,
        } = webhook;
        Self {
            id,
            url,
            description,
            events,
            enabled,
            archived,
            failing_since,
            given_up_at,
            old_secret_until,
            created_at,
            version,
        }
    }
}

impl SecretView {
    /// The one moment at which a secret is shown.
    pub(super) fn reveal(webhook: Webhook, secret: &WebhookSecret) -> Self {
        Self { webhook: webhook.into(), secret: secret.expose() }
    }
}

impl From<Page<Webhook>> for WebhooksPage {
    fn from(page: Page<Webhook>) -> Self {
        let Page { items, next } = page.map(WebhookView::from).into_text();
        Self { items, next_cursor: next }
    }
}
