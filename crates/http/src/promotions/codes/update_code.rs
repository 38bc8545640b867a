use axum::extract::State;
use chrono::{DateTime, Utc};
use doorbuster_domain::promotions::NewCode;
use doorbuster_domain::{CodeId, Money};
use doorbuster_persistence::promotions::codes::{edit, lock};
use serde::Deserialize;

use super::view::CodeView;
use crate::App;
use crate::catalogue::mistakes;
use crate::extract::{IfMatchHeader, Json, Path, Tagged, said, tagged};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::{ApiError, Problem};

/// What to change. What is not said stays; null takes a limit away. Its text and what it takes off never change.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiscountCodeUpdate)]
pub(super) struct CodeUpdate {
    /// What it is called.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "Welcome to the shop", min_length = 1, max_length = 200, nullable = false)]
    title: Option<String>,
    /// What the goods must cost.
    #[serde(default, deserialize_with = "said")]
    minimum: Option<Option<Money>>,
    /// In force from here (inclusive).
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    starts_at: Option<DateTime<Utc>>,
    /// In force until here (exclusive), at most ten years later.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    ends_at: Option<DateTime<Utc>>,
    /// How many orders may use it: not fewer than have.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = 1000, minimum = 1)]
    total_limit: Option<Option<u32>>,
    /// How many orders of one customer may use it, from now on.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = 1, minimum = 1)]
    per_customer_limit: Option<Option<u32>>,
    /// Calls it off, or brings it back.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    archived: Option<bool>,
}

/// Edit a discount code
///
/// Staff. Counts for every order from now on; what was ordered stays.
#[utoipa::path(
    patch, path = "/api/v1/codes/{id}", tag = "promotions", security(("bearer" = [])),
    request_body = CodeUpdate,
    params(
        ("id" = CodeId, Path, description = "The code"),
        ("If-Match" = String, Header, description = "The `ETag` of the code as you have seen it", example = "\"1\""),
    ),
    responses(
        (status = 200, description = "The code as it is now", body = CodeView,
            headers(("ETag" = String, description = "Counts the edits"))),
        (status = 409, description = "`limit_below_redeemed`", body = Problem,
            content_type = "application/problem+json"),
        (status = 412, description = "`precondition_failed`: somebody changed it since you have seen it. Get it again",
            body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`: `If-Match` is missing", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn update_code(
    State(app): State<App>,
    staff: Permitted<CatalogueManage>,
    Path(id): Path<CodeId>,
    IfMatchHeader(expected): IfMatchHeader,
    Json(body): Json<CodeUpdate>,
) -> Result<Tagged<CodeView>, ApiError> {
    if let Some(Some(minimum)) = body.minimum {
        app.shop.require_currency("/minimum/currency", minimum)?;
    }
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let before = lock(&mut work, id).await?.ok_or_else(ApiError::not_found)?;
    expected.require(before.version)?;
    let next = body.on(before.as_made());
    next.check().map_err(mistakes)?;
    if next == before.as_made() {
        return Ok(tagged(before.version, before.into()));
    }
    let code = edit(&mut work, id, &next).await?;
    work.commit().await?;
    tracing::info!(
        code.id = %id, user.id = %staff.caller().user, version = code.version, "edited discount code {id}"
    );
    Ok(tagged(code.version, code.into()))
}

impl CodeUpdate {
    /// The code as it shall be, described as if it were made so: the same rules decide about both.
    fn on(self, current: NewCode) -> NewCode {
        let Self { title, minimum, starts_at, ends_at, total_limit, per_customer_limit, archived } = self;
        NewCode {
            code: current.code,
            title: title.map_or(current.title, |title| title.trim().to_owned()),
            value: current.value,
            minimum: minimum.unwrap_or(current.minimum),
            starts_at: starts_at.unwrap_or(current.starts_at),
            ends_at: ends_at.unwrap_or(current.ends_at),
            total_limit: total_limit.unwrap_or(current.total_limit),
            per_customer_limit: per_customer_limit.unwrap_or(current.per_customer_limit),
            archived: archived.unwrap_or(current.archived),
        }
    }
}
