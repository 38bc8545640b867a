use axum::extract::State;
use chrono::{DateTime, Utc};
use doorbuster_domain::promotions::{CodeTextError, CodeValue, NewCode};
use doorbuster_domain::{CodeId, Money};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::promotions::codes::create;
use serde::Deserialize;

use super::view::CodeView;
use crate::App;
use crate::app::ShopSettings;
use crate::catalogue::{Created, created, mistakes};
use crate::extract::Json;
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::{ApiError, Problem};

/// A discount code to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDiscountCode)]
pub(super) struct NewCodeBody {
    /// What customers type: 3 to 32 of A–Z, 0–9 and -. Case and blanks do not matter.
    #[schema(example = "WELCOME10", min_length = 3, max_length = 32)]
    code: String,
    /// What it is called.
    #[schema(example = "Welcome to the shop", min_length = 1, max_length = 200)]
    title: String,
    /// Percent off the goods. Either this or `amount`.
    #[schema(example = 10, minimum = 1, maximum = 90)]
    percent: Option<u8>,
    /// Off the goods, at most what they cost.
    amount: Option<Money>,
    /// What the goods must cost.
    minimum: Option<Money>,
    /// In force from here (inclusive).
    starts_at: DateTime<Utc>,
    /// In force until here (exclusive), at most ten years later.
    ends_at: DateTime<Utc>,
    /// How many orders may use it.
    #[schema(example = 1000, minimum = 1)]
    total_limit: Option<u32>,
    /// How many orders of one customer may use it.
    #[schema(example = 1, minimum = 1)]
    per_customer_limit: Option<u32>,
}

/// Create a discount code
///
/// Staff. An order's use counts while the order stands: what expires or is cancelled gives it back.
#[utoipa::path(
    post, path = "/api/v1/codes", tag = "promotions", security(("bearer" = [])), request_body = NewCodeBody,
    responses(
        (status = 201, description = "The code", body = CodeView, headers(
            ("Location" = String, description = "Where the code is"),
            ("ETag" = String, description = "Counts the edits"))),
        (status = 409, description = "`code_taken`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_code(
    State(app): State<App>,
    staff: Permitted<CatalogueManage>,
    Json(body): Json<NewCodeBody>,
) -> Result<Created<CodeView>, ApiError> {
    let new = body.check(&app.shop)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let code = create(&mut work, CodeId(fresh_id()), &new, app.shop.currency).await?;
    work.commit().await?;
    tracing::info!(code.id = %code.id, user.id = %staff.caller().user, "created discount code {}", code.id);
    Ok(created(format!("/api/v1/codes/{}", code.id), code.version, code.into()))
}

impl NewCodeBody {
    fn check(self, shop: &ShopSettings) -> Result<NewCode, ApiError> {
        let Self {
            code,
            title,
            percent,
            amount,
            minimum,
            starts_at,
            ends_at,
            total_limit,
            per_customer_limit,
        } = self;
        let code =
            code.parse().map_err(|error: CodeTextError| ApiError::field("/code", error.to_string()))?;
        let value = match (percent, amount) {
            (Some(percent), None) => CodeValue::Percent(percent),
            (None, Some(amount)) => CodeValue::Amount(amount),
            (Some(_), Some(_)) | (None, None) => {
                return Err(ApiError::field("/percent", "either a percentage or an amount"));
            }
        };
        for (pointer, money) in [("/amount/currency", amount), ("/minimum/currency", minimum)] {
            money.map_or(Ok(()), |money| shop.require_currency(pointer, money))?;
        }
        let title = title.trim().to_owned();
        let archived = false;
        let new = NewCode {
            code,
            title,
            value,
            minimum,
            starts_at,
            ends_at,
            total_limit,
            per_customer_limit,
            archived,
        };
        new.check().map_err(mistakes)?;
        Ok(new)
    }
}
