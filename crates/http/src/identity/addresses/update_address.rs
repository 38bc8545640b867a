use axum::extract::State;
use doorbuster_domain::AddressId;
use doorbuster_persistence::identity::update_address as update;

use super::body::AddressBody;
use super::view::AddressView;
use crate::App;
use crate::extract::{Json, Path};
use crate::identity::Caller;
use crate::problem::ApiError;

/// Replace an address
///
/// Whose it is. Orders keep the address that they were placed with.
#[utoipa::path(
    put, path = "/api/v1/users/me/addresses/{id}", tag = "identity", security(("bearer" = [])),
    request_body = AddressBody, params(("id" = AddressId, Path, description = "The address")),
    responses((status = 200, description = "The address as it is now", body = AddressView)),
)]
pub(super) async fn update_address(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<AddressId>,
    Json(body): Json<AddressBody>,
) -> Result<Json<AddressView>, ApiError> {
    let next = body.check()?;
    let mut work = app.engine.database.begin_work().await?;
    let address = update(&mut work, caller.user, id, &next).await?.ok_or_else(ApiError::not_found)?;
    work.commit().await?;
    Ok(Json(address.into()))
}
