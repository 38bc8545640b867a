//! Accounts and sessions as the outside sees them.

mod answer;
mod authenticate;
mod caller;
mod cookie;
mod error;
mod get_me;
mod list_sessions;
mod log_out;
mod log_out_everywhere;
mod permitted;
mod refresh_session;
mod register;
mod revoke_session;
mod update_me;
mod user_agent;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use answer::SessionTokens;
pub use caller::Caller;
pub(crate) use permitted::only_permitted;
pub use permitted::{CatalogueManage, Needs, OrdersPlace, Permitted, SalesManage};
pub use view::{SessionView, SessionsPage, UserView};

use crate::App;

/// Operations under the default limit.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_me::get_me, update_me::update_me))
        .routes(routes!(refresh_session::refresh_session))
        .routes(routes!(log_out::log_out))
        .routes(routes!(list_sessions::list_sessions, log_out_everywhere::log_out_everywhere))
        .routes(routes!(revoke_session::revoke_session))
}

/// Signing in, which has a policy of its own.
pub(crate) fn sign_in_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(register::register)).routes(routes!(authenticate::authenticate))
}
