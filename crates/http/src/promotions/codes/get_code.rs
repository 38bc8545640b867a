use axum::extract::State;
use doorbuster_domain::CodeId;
use doorbuster_persistence::promotions::codes::find;

use super::view::CodeView;
use crate::App;
use crate::extract::{Path, Tagged, tagged};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::ApiError;

/// Get a discount code
///
/// Staff.
#[utoipa::path(
    get, path = "/api/v1/codes/{id}", tag = "promotions", security(("bearer" = [])),
    params(("id" = CodeId, Path, description = "The code")),
    responses((status = 200, description = "The code", body = CodeView,
        headers(("ETag" = String, description = "Counts the edits")))),
)]
pub(super) async fn get_code(
    State(app): State<App>,
    _: Permitted<CatalogueManage>,
    Path(id): Path<CodeId>,
) -> Result<Tagged<CodeView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let code = find(&mut connection, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(tagged(code.version, code.into()))
}
