use axum::extract::State;
use chrono::{DateTime, Utc};
use doorbuster_domain::BannerId;
use doorbuster_domain::catalogue::NewBanner;
use doorbuster_persistence::catalogue::banners::{edit, lock};
use serde::Deserialize;

use super::view::BannerView;
use crate::App;
use crate::catalogue::error::mistakes;
use crate::extract::{IfMatchHeader, Json, Path, Tagged, said, tagged};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::{ApiError, Problem};

/// What to change. What is not said stays; null empties.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BannerUpdate)]
pub(super) struct BannerUpdate {
    /// What it says large.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "Kettles that pour", min_length = 1, max_length = 200, nullable = false)]
    title: Option<String>,
    /// What it says small.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "A fifth off until Sunday", max_length = 500, nullable = false)]
    text: Option<String>,
    /// Where it leads: a path of this site or an https address.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "/products/ember-kettle", max_length = 500, nullable = false)]
    link: Option<String>,
    /// Its picture, likewise.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "/demo/ember-kettle.svg", max_length = 500)]
    image_url: Option<Option<String>>,
    /// Shown from here (inclusive).
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    starts_at: Option<DateTime<Utc>>,
    /// Shown until here (exclusive); null: until it is archived.
    #[serde(default, deserialize_with = "said")]
    ends_at: Option<Option<DateTime<Utc>>>,
    /// The lowest comes first.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = 10, minimum = 0, maximum = 1_000_000, nullable = false)]
    position: Option<i32>,
    /// Takes it down, or puts it up again.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    archived: Option<bool>,
}

/// Edit a banner
///
/// Staff.
#[utoipa::path(
    patch, path = "/api/v1/banners/{id}", tag = "catalogue", security(("bearer" = [])), request_body = BannerUpdate,
    params(
        ("id" = BannerId, Path, description = "The banner"),
        ("If-Match" = String, Header, description = "The `ETag` of the banner as you have seen it", example = "\"1\""),
    ),
    responses(
        (status = 200, description = "The banner as it is now", body = BannerView,
            headers(("ETag" = String, description = "Counts the edits"))),
        (status = 412, description = "`precondition_failed`: somebody changed it since you have seen it. Get it again",
            body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`: `If-Match` is missing", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn update_banner(
    State(app): State<App>,
    staff: Permitted<CatalogueManage>,
    Path(id): Path<BannerId>,
    IfMatchHeader(expected): IfMatchHeader,
    Json(body): Json<BannerUpdate>,
) -> Result<Tagged<BannerView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let (before, now) = lock(&mut work, id).await?.ok_or_else(ApiError::not_found)?;
    expected.require(before.version)?;
    let next = body.on(before.as_made());
    next.check().map_err(mistakes)?;
    if next == before.as_made() {
        return Ok(tagged(before.version, BannerView::at(before, now)));
    }
    let (banner, now) = edit(&mut work, id, &next).await?;
    work.commit().await?;
    Ok(tagged(banner.version, BannerView::at(banner, now)))
}

impl BannerUpdate {
    /// The banner as it shall be, described as if it were made so: the same rules decide about both.
    fn on(self, current: NewBanner) -> NewBanner {
        let Self { title, text, link, image_url, starts_at, ends_at, position, archived } = self;
        NewBanner {
            title: title.map_or(current.title, |title| title.trim().to_owned()),
            text: text.unwrap_or(current.text),
            link: link.unwrap_or(current.link),
            image_url: image_url.unwrap_or(current.image_url),
            starts_at: starts_at.unwrap_or(current.starts_at),
            ends_at: ends_at.unwrap_or(current.ends_at),
            position: position.unwrap_or(current.position),
            archived: archived.unwrap_or(current.archived),
        }
    }
}
