//! Webhooks as those who run the shop manage them: endpoints, their secrets, and what became of every delivery.

mod create_webhook;
mod delivery_view;
mod error;
mod get_webhook;
mod list_deliveries;
mod list_webhooks;
mod replay_delivery;
mod rotate_webhook_secret;
mod test_webhook;
mod update_webhook;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_webhooks::list_webhooks, create_webhook::create_webhook))
        .routes(routes!(get_webhook::get_webhook, update_webhook::update_webhook))
        .routes(routes!(rotate_webhook_secret::rotate_webhook_secret))
        .routes(routes!(test_webhook::test_webhook))
        .routes(routes!(list_deliveries::list_deliveries))
        .routes(routes!(replay_delivery::replay_delivery))
}
