use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_persistence::identity::find;

use super::caller::{Caller, unauthenticated};
use crate::problem::ApiError;
use crate::{App, ClientAddress};

/// Ask for the mail that confirms my address
///
/// Whoever is signed in. Registering sends one already. Nothing is sent when the address is confirmed.
#[utoipa::path(
    post, path = "/api/v1/users/email-verification", tag = "identity", security(("bearer" = [])),
    responses((status = 202, description = "A mail is on its way, unless the address is confirmed already")),
)]
pub(super) async fn request_email_verification(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    caller: Caller,
) -> Result<StatusCode, ApiError> {
    let user = {
        let mut connection = app.engine.database.acquire().await?;
        find(&mut connection, caller.user).await?.ok_or_else(unauthenticated)?
    };
    app.limiter.login(user.email.as_str(), address).await?;
    if !app.engine.identity.request_email_verification(caller.user).await? {
        return Err(unauthenticated());
    }
    Ok(StatusCode::ACCEPTED)
}
