//! Accounts and sessions as the outside sees them.

mod addresses;
mod answer;
mod authenticate;
mod caller;
mod change_email;
mod change_password;
mod confirm_email;
mod cookie;
mod error;
mod get_me;
mod list_sessions;
mod log_out;
mod log_out_everywhere;
mod permitted;
mod refresh_session;
mod register;
mod request_email_verification;
mod request_password_reset;
mod reset_password;
mod revoke_session;
mod update_me;
mod user_agent;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use answer::SessionTokens;
pub use caller::Caller;
use caller::unauthenticated;
pub(crate) use permitted::only_permitted;
pub use permitted::{
    CatalogueManage, Needs, OrdersFulfil, OrdersPlace, OrdersReadAny, OrdersRefund, Permitted,
    ReviewsModerate, SalesManage, WebhooksManage,
};
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
        .routes(routes!(confirm_email::confirm_email))
        .routes(routes!(reset_password::reset_password))
        .merge(addresses::routes())
}

/// Signing in, and what a guesser or a sender of mails would try: with a policy of their own.
pub(crate) fn sign_in_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register::register))
        .routes(routes!(authenticate::authenticate))
        .routes(routes!(request_email_verification::request_email_verification))
        .routes(routes!(request_password_reset::request_password_reset))
        .routes(routes!(change_email::change_email))
        .routes(routes!(change_password::change_password))
}
