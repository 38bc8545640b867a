use axum::extract::State;
use chrono::{DateTime, Utc};
use doorbuster_domain::sales::SaleEdit;
use doorbuster_domain::{Money, SaleId};
use doorbuster_engine::sales::{EditError, edit};
use serde::Deserialize;

use super::create_sale::mistakes;
use super::view::SaleView;
use crate::App;
use crate::extract::{IfMatchHeader, Json, Path, Tagged, said, tagged};
use crate::identity::{Permitted, SalesManage};
use crate::problem::{ApiError, Code, Problem};

/// What to change. What is not said stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SaleUpdate)]
pub(super) struct SaleUpdate {
    /// What it is called: 1 to 200 characters.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "Kettle drop", min_length = 1, max_length = 200, nullable = false)]
    title: Option<String>,
    /// Gross price of one unit for orders from now on, in the shop's currency.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    price: Option<Money>,
    /// Selling starts here.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    starts_at: Option<DateTime<Utc>>,
    /// Selling stops here.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    ends_at: Option<DateTime<Utc>>,
    /// Units of the sale in all, those that orders hold included. The difference comes from or goes to the product's
    /// stock.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = 120, minimum = 1, maximum = 100_000_000, nullable = false)]
    allocated: Option<u32>,
    /// Most units of one order, for orders from now on.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = 2, minimum = 1, maximum = 1000, nullable = false)]
    per_customer_limit: Option<u32>,
    /// How long units are held for payment, in seconds, for orders from now on.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = 600, minimum = 10, maximum = 86_400, nullable = false)]
    hold_seconds: Option<u32>,
}

/// Edit a sale
///
/// Staff. While it is scheduled, live, sold out or paused; what was sold stays sold. Send the sale's `ETag` as `If-Match`:
/// it counts the edits of the staff, not the purchases.
#[utoipa::path(
    patch, path = "/api/v1/sales/{id}", tag = "sales", security(("bearer" = [])), request_body = SaleUpdate,
    params(
        ("id" = SaleId, Path, description = "The sale"),
        ("If-Match" = String, Header, description = "The `ETag` of the sale as you have seen it", example = "\"1\""),
    ),
    responses(
        (status = 200, description = "The sale as it is now", body = SaleView,
            headers(("ETag" = String, description = "Counts the edits of the staff"))),
        (status = 409, description = "`sale_over`: it has ended or was cancelled; `allocation_below_held`: orders hold \
            more units than that; `insufficient_stock`: the product has not so many units", body = Problem,
            content_type = "application/problem+json"),
        (status = 412, description = "`precondition_failed`: somebody changed the sale since you have seen it. Get it \
            again", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`: `If-Match` is missing", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn update_sale(
    State(app): State<App>,
    staff: Permitted<SalesManage>,
    Path(id): Path<SaleId>,
    IfMatchHeader(expected): IfMatchHeader,
    Json(body): Json<SaleUpdate>,
) -> Result<Tagged<SaleView>, ApiError> {
    let change = body.check(&app)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let (sale, now) = edit(&app.engine, work, staff.caller().user, id, &expected, &change).await?;
    Ok(tagged(sale.version, SaleView::at(sale, now)))
}

impl SaleUpdate {
    fn check(self, app: &App) -> Result<SaleEdit, ApiError> {
        let Self { title, price, starts_at, ends_at, allocated, per_customer_limit, hold_seconds } = self;
        if let Some(price) = price {
            app.shop.require_currency("/price/currency", price)?;
        }
        Ok(SaleEdit { title, price, starts_at, ends_at, allocated, per_customer_limit, hold_seconds })
    }
}

impl From<EditError> for ApiError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Unknown => Self::no_such_sale(),
            EditError::Stale => {
                Self::new(Code::PreconditionFailed, "Somebody changed the sale since you have seen it.")
            }
            EditError::Over(over) => over.into(),
            EditError::Invalid(errors) => mistakes(errors),
            EditError::AllocationBelowHeld { held } => {
                Self::new(Code::AllocationBelowHeld, format!("Orders hold {held} units.")).with_held(held)
            }
            EditError::InsufficientStock => {
                Self::new(Code::InsufficientStock, "The product has fewer units than the sale was to get.")
            }
            EditError::Storage(error) => error.into(),
        }
    }
}
