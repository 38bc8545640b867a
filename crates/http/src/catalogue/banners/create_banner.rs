use axum::extract::State;
use chrono::{DateTime, Utc};
use doorbuster_domain::BannerId;
use doorbuster_domain::catalogue::NewBanner;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::catalogue::banners::create;
use serde::Deserialize;

use super::view::BannerView;
use crate::App;
use crate::catalogue::answer::{Created, created};
use crate::catalogue::error::mistakes;
use crate::extract::Json;
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::ApiError;

/// A banner to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBanner)]
pub(super) struct NewBannerBody {
    /// What it says large.
    #[schema(example = "Kettles that pour", min_length = 1, max_length = 200)]
    title: String,
    /// What it says small.
    #[serde(default)]
    #[schema(example = "A fifth off until Sunday", max_length = 500)]
    text: String,
    /// Where it leads: a path of this site or an https address.
    #[schema(example = "/products/ember-kettle", max_length = 500)]
    link: String,
    /// Its picture, likewise.
    #[schema(example = "/demo/ember-kettle.svg", max_length = 500)]
    image_url: Option<String>,
    /// Shown from here (inclusive).
    starts_at: DateTime<Utc>,
    /// Shown until here (exclusive); until it is archived when not said.
    ends_at: Option<DateTime<Utc>>,
    /// The lowest comes first.
    #[serde(default)]
    #[schema(example = 10, minimum = 0, maximum = 1_000_000)]
    position: i32,
}

/// Create a banner
///
/// Staff.
#[utoipa::path(
    post, path = "/api/v1/banners", tag = "catalogue", security(("bearer" = [])), request_body = NewBannerBody,
    responses(
        (status = 201, description = "The banner", body = BannerView, headers(
            ("Location" = String, description = "Where the banner is"),
            ("ETag" = String, description = "Counts the edits"))),
    ),
)]
pub(super) async fn create_banner(
    State(app): State<App>,
    staff: Permitted<CatalogueManage>,
    Json(body): Json<NewBannerBody>,
) -> Result<Created<BannerView>, ApiError> {
    let NewBannerBody { title, text, link, image_url, starts_at, ends_at, position } = body;
    let title = title.trim().to_owned();
    let new = NewBanner { title, text, link, image_url, starts_at, ends_at, position, archived: false };
    new.check().map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let (banner, now) = create(&mut work, BannerId(fresh_id()), &new).await?;
    work.commit().await?;
    Ok(created(format!("/api/v1/banners/{}", banner.id), banner.version, BannerView::at(banner, now)))
}
