use axum::extract::State;
use doorbuster_domain::BannerId;
use doorbuster_persistence::catalogue::banners::find;

use super::view::BannerView;
use crate::App;
use crate::extract::{Path, Tagged, tagged};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::ApiError;

/// Get a banner
///
/// Staff, shown or not.
#[utoipa::path(
    get, path = "/api/v1/banners/{id}", tag = "catalogue", security(("bearer" = [])),
    params(("id" = BannerId, Path, description = "The banner")),
    responses((status = 200, description = "The banner", body = BannerView,
        headers(("ETag" = String, description = "Counts the edits")))),
)]
pub(super) async fn get_banner(
    State(app): State<App>,
    _: Permitted<CatalogueManage>,
    Path(id): Path<BannerId>,
) -> Result<Tagged<BannerView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let (banner, now) = find(&mut connection, id).await?.ok_or_else(ApiError::not_found)?;
    Ok(tagged(banner.version, BannerView::at(banner, now)))
}
