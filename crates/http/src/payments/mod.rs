//! What payment providers tell by themselves.

mod receive_stripe_event;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

/// Events are larger than anything that a client sends, in bytes.
const EVENT_LIMIT: usize = 1024 * 1024;

/// Without a limit of requests: all of them come from the provider's few addresses, the more the shop sells. What is not
/// signed costs a hash.
pub(crate) fn event_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(receive_stripe_event::receive_stripe_event))
        .layer(DefaultBodyLimit::max(EVENT_LIMIT))
}
