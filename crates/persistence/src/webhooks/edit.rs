use doorbuster_domain::WebhookId;
use doorbuster_domain::webhooks::{NewWebhook, Webhook};

use super::row::{names, select_webhooks};
use super::{WriteError, find};
use crate::{Error, Work};

/// Locks an endpoint until the end of the work and reads it.
///
/// # Errors
/// Only the database's; none is returned for an unknown endpoint.
pub async fn lock(work: &mut Work, id: WebhookId) -> Result<Option<Webhook>, Error> {
    let row = select_webhooks!("WHERE w.id = $1 FOR UPDATE OF w", id.0).fetch_optional(&mut **work).await?;
    Ok(row.map(Webhook::from))
}

/// Makes a locked endpoint as `next` says. Who enables it begins anew: it has not failed yet.
///
/// # Errors
/// [`WriteError::TooMany`], decided by the constraint.
pub async fn edit(work: &mut Work, id: WebhookId, next: &NewWebhook) -> Result<Webhook, WriteError> {
    let NewWebhook { url, description, events, enabled, archived } = next;
    sqlx::query!(
        "UPDATE webhooks SET url = $2, description = $3, events = $4, enabled = $5, archived = $6,
             version = version + 1,
             subscribed_at = CASE WHEN events = $4 AND enabled = $5 THEN subscribed_at ELSE clock_timestamp() END,
             failing_since = CASE WHEN enabled = $5 THEN failing_since END,
             given_up_at = CASE WHEN enabled = $5 THEN given_up_at END
         WHERE id = $1",
        id.0,
        url,
        description,
        &names(events),
        enabled,
        archived,
    )
    .execute(&mut **work)
    .await?;
    Ok(find(work, id).await?.ok_or(Error::Corrupt("webhooks.id"))?)
}
