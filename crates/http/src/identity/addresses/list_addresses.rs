use axum::extract::State;
use doorbuster_persistence::identity::list_addresses as list;

use super::view::AddressesPage;
use crate::App;
use crate::extract::{Json, PageParams, Query};
use crate::identity::Caller;
use crate::problem::ApiError;

/// List my addresses
///
/// Whoever is signed in, newest first.
#[utoipa::path(
    get, path = "/api/v1/users/me/addresses", tag = "identity", security(("bearer" = [])), params(PageParams),
    responses((status = 200, description = "One page of the address book", body = AddressesPage)),
)]
pub(super) async fn list_addresses(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageParams>,
) -> Result<Json<AddressesPage>, ApiError> {
    let page = query.check()?;
    let mut connection = app.engine.database.acquire().await?;
    Ok(Json(list(&mut connection, caller.user, page.after, page.limit).await?.into()))
}
