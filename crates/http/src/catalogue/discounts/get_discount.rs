use axum::extract::State;
use doorbuster_domain::DiscountId;
use doorbuster_persistence::catalogue::discounts::find;

use super::view::DiscountView;
use crate::App;
use crate::extract::{Path, Tagged, tagged};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::ApiError;

/// Get a discount
///
/// Staff.
#[utoipa::path(
    get, path = "/api/v1/discounts/{id}", tag = "catalogue", security(("bearer" = [])),
    params(("id" = DiscountId, Path, description = "The discount")),
    responses((status = 200, description = "The discount", body = DiscountView,
        headers(("ETag" = String, description = "Counts the edits")))),
)]
pub(super) async fn get_discount(
    State(app): State<App>,
    _: Permitted<CatalogueManage>,
    Path(id): Path<DiscountId>,
) -> Result<Tagged<DiscountView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let discount = find(&mut connection, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(tagged(discount.version, discount.into()))
}
