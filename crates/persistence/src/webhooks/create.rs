use doorbuster_domain::webhooks::{NewWebhook, Webhook, WebhookSecret};
use doorbuster_domain::{UserId, WebhookId};

use super::find;
use super::row::names;
use crate::{Error, Work};

/// Why an endpoint is not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// There are as many as there may be.
    #[error("there are {} endpoints", NewWebhook::MOST)]
    TooMany,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for WriteError {
    fn from(error: E) -> Self {
        let error = error.into();
        match error.constraint() {
            Some("webhooks_few") => Self::TooMany,
            _ => Self::Storage(error),
        }
    }
}

/// Makes an endpoint under `id`, with the secret that signs for it.
///
/// # Errors
/// [`WriteError::TooMany`], decided by the constraint.
pub async fn create(
    work: &mut Work,
    id: WebhookId,
    new: &NewWebhook,
    secret: &WebhookSecret,
    by: UserId,
) -> Result<Webhook, WriteError> {
    let NewWebhook { url, description, events, enabled, archived } = new;
    sqlx::query!(
        "INSERT INTO webhooks (id, url, description, events, enabled, archived, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        url,
        description,
        &names(events),
        enabled,
        archived,
        by.0,
    )
    .execute(&mut **work)
    .await?;
    sqlx::query!(
        "INSERT INTO webhook_secrets (webhook_id, secret) VALUES ($1, $2)",
        id.0,
        secret.0.as_slice()
    )
    .execute(&mut **work)
    .await?;
    Ok(find(work, id).await?.ok_or(Error::Corrupt("webhooks.id"))?)
}
