//! The shop itself: its name, its health, its metrics, its pages.

mod dev_mailbox;
mod get_shop;
mod health;
mod spa;

use axum::Router;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub(crate) use spa::{security_headers, spa};

/// Operations under the default limit.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get_shop::get_shop))
}

/// For load balancers, Prometheus, and whoever tries the shop out: outside the API's version and limits.
pub(crate) fn probes() -> Router<App> {
    Router::new()
        .route("/health", get(health::health))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/dev/mailbox", get(dev_mailbox::dev_mailbox))
        .route("/dev/mailbox.json", get(dev_mailbox::dev_mailbox_json))
}
