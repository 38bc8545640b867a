use axum::extract::State;
use doorbuster_persistence::catalogue::banners::list;
use serde::Deserialize;

use super::view::BannersPage;
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::identity::{CatalogueManage, Permitted, only_permitted};
use crate::problem::ApiError;

/// Which banners to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BannersQuery {
    /// Also those that are not shown now. For the staff.
    all: Option<bool>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List banners
///
/// Public: those of now, by position.
#[utoipa::path(
    get, path = "/api/v1/banners", tag = "catalogue", security((), ("bearer" = [])), params(BannersQuery),
    responses((status = 200, description = "One page of banners", body = BannersPage)),
)]
pub(super) async fn list_banners(
    State(app): State<App>,
    staff: Option<Permitted<CatalogueManage>>,
    Query(query): Query<BannersQuery>,
) -> Result<Json<BannersPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    let all = query.all.unwrap_or_default();
    if all {
        only_permitted(staff.as_ref())?;
    }
    let mut connection = app.engine.database.acquire().await?;
    let banners = list(&mut connection, all, page.after, page.limit).await?;
    Ok(Json(banners.into_text().into()))
}
