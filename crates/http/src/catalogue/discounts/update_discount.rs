use axum::extract::State;
use chrono::{DateTime, Utc};
use doorbuster_domain::DiscountId;
use doorbuster_domain::catalogue::NewDiscount;
use doorbuster_persistence::catalogue::discounts::{edit, lock};
use serde::Deserialize;

use super::view::DiscountView;
use crate::App;
use crate::catalogue::error::mistakes;
use crate::extract::{IfMatchHeader, Json, Path, Tagged, said, tagged};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::{ApiError, Problem};

/// What to change. What is not said stays; what it is on never changes.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiscountUpdate)]
pub(super) struct DiscountUpdate {
    /// What staff call it.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "Spring on kettles", min_length = 1, max_length = 200, nullable = false)]
    title: Option<String>,
    /// Percent off the list price.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = 20, minimum = 1, maximum = 90, nullable = false)]
    percent: Option<u8>,
    /// In force from here (inclusive).
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    starts_at: Option<DateTime<Utc>>,
    /// In force until here (exclusive), at most 366 days later.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    ends_at: Option<DateTime<Utc>>,
    /// Calls it off, or brings it back.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    archived: Option<bool>,
}

/// Edit a discount
///
/// Staff. Counts for every price that is asked for from now on.
#[utoipa::path(
    patch, path = "/api/v1/discounts/{id}", tag = "catalogue", security(("bearer" = [])),
    request_body = DiscountUpdate,
    params(
        ("id" = DiscountId, Path, description = "The discount"),
        ("If-Match" = String, Header, description = "The `ETag` of the discount as you have seen it", example = "\"1\""),
    ),
    responses(
        (status = 200, description = "The discount as it is now", body = DiscountView,
            headers(("ETag" = String, description = "Counts the edits"))),
        (status = 412, description = "`precondition_failed`: somebody changed it since you have seen it. Get it again",
            body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`: `If-Match` is missing", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn update_discount(
    State(app): State<App>,
    staff: Permitted<CatalogueManage>,
    Path(id): Path<DiscountId>,
    IfMatchHeader(expected): IfMatchHeader,
    Json(body): Json<DiscountUpdate>,
) -> Result<Tagged<DiscountView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let before = lock(&mut work, id).await?.ok_or_else(ApiError::not_found)?;
    expected.require(before.version)?;
    let next = body.on(before.as_made());
    next.check().map_err(mistakes)?;
    if next == before.as_made() {
        return Ok(tagged(before.version, before.into()));
    }
    let discount = edit(&mut work, id, &next).await?;
    work.commit().await?;
    tracing::info!(
        discount.id = %id, user.id = %staff.caller().user, version = discount.version, "edited discount {id}"
    );
    Ok(tagged(discount.version, discount.into()))
}

impl DiscountUpdate {
    /// The discount as it shall be, described as if it were made so: the same rules decide about both.
    fn on(self, current: NewDiscount) -> NewDiscount {
        let Self { title, percent, starts_at, ends_at, archived } = self;
        NewDiscount {
            title: title.map_or(current.title, |title| title.trim().to_owned()),
            percent: percent.unwrap_or(current.percent),
            starts_at: starts_at.unwrap_or(current.starts_at),
            ends_at: ends_at.unwrap_or(current.ends_at),
            target: current.target,
            archived: archived.unwrap_or(current.archived),
        }
    }
}
