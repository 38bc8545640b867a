use doorbuster_domain::webhooks::{NewWebhook, Webhook};
use doorbuster_engine::webhooks::SendNowError;
use doorbuster_persistence::webhooks::WriteError;

use crate::App;
use crate::catalogue::mistakes;
use crate::problem::{ApiError, Code};

impl From<WriteError> for ApiError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::TooMany => Self::new(
                Code::WebhookLimit,
                format!("There are {} endpoints. Archive one that nobody needs any more.", NewWebhook::MOST),
            ),
            WriteError::Storage(error) => error.into(),
        }
    }
}

impl From<SendNowError> for ApiError {
    fn from(error: SendNowError) -> Self {
        match error {
            SendNowError::NotFound => Self::not_found(),
            SendNowError::Disabled => {
                Self::new(Code::WebhookDisabled, "The endpoint is switched off. Enable it, then send.")
            }
            SendNowError::Storage(error) => error.into(),
        }
    }
}

/// Checks an endpoint by its rules, and its address, when it is new or used again, by what this shop sends to. So one whose
/// address is not allowed any more can still be switched off.
///
/// # Errors
/// 422 that names the fields.
pub(super) fn check(app: &App, next: &NewWebhook, before: Option<&Webhook>) -> Result<(), ApiError> {
    next.check().map_err(mistakes)?;
    if before.is_some_and(|before| next.url == before.url && (before.enabled || !next.enabled)) {
        return Ok(());
    }
    app.engine.webhooks.check(&next.url).map_err(|error| ApiError::field("/url", error.to_string()))
}
