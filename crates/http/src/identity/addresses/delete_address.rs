use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_domain::AddressId;
use doorbuster_persistence::identity::delete_address as delete;

use crate::App;
use crate::extract::Path;
use crate::identity::Caller;
use crate::problem::ApiError;

/// Remove an address
///
/// Whose it is. When it was the default, the newest of the others becomes it.
#[utoipa::path(
    delete, path = "/api/v1/users/me/addresses/{id}", tag = "identity", security(("bearer" = [])),
    params(("id" = AddressId, Path, description = "The address")),
    responses((status = 204, description = "It is gone")),
)]
pub(super) async fn delete_address(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<AddressId>,
) -> Result<StatusCode, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    if !delete(&mut work, caller.user, id).await? {
        return Err(ApiError::not_found());
    }
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
