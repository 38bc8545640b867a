use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use chrono::{DateTime, Utc};
use doorbuster_domain::sales::{NewSale, NewSaleError};
use doorbuster_domain::{Money, ProductId};
use doorbuster_engine::ambient::now;
use doorbuster_engine::sales::create;
use doorbuster_persistence::sales::CreateError;
use serde::Deserialize;

use super::view::SaleView;
use crate::App;
use crate::extract::Json;
use crate::identity::{Permitted, SalesManage};
use crate::problem::{ApiError, Code, Problem};

/// A sale to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSale)]
pub(super) struct NewSaleBody {
    /// What it sells.
    product_id: ProductId,
    /// What it is called: 1 to 200 characters.
    #[schema(example = "Kettle drop", min_length = 1, max_length = 200)]
    title: String,
    /// Gross price of one unit, in the shop's currency.
    price: Money,
    /// Selling starts here.
    starts_at: DateTime<Utc>,
    /// Selling stops here.
    ends_at: DateTime<Utc>,
    /// Units to move out of the product's stock.
    #[schema(example = 100, minimum = 1, maximum = 100_000_000)]
    allocated: u32,
    /// Most units of one order; 1 when not said.
    #[schema(example = 2, minimum = 1, maximum = 1000)]
    per_customer_limit: Option<u32>,
    /// How long units are held for payment, in seconds; 600 when not said.
    #[schema(example = 600, minimum = 10, maximum = 86_400)]
    hold_seconds: Option<u32>,
}

/// Create a sale
///
/// Staff. Moves the allocated units out of the product's stock; they come back when the sale ends.
#[utoipa::path(
    post, path = "/api/v1/sales", tag = "sales", security(("bearer" = [])), request_body = NewSaleBody,
    responses(
        (status = 201, description = "The sale", body = SaleView,
            headers(("Location" = String, description = "Where the sale is"))),
        (status = 404, description = "`not_found`: there is no such product", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "`insufficient_stock`: the product's stock does not cover the allocation",
            body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_sale(
    State(app): State<App>,
    staff: Permitted<SalesManage>,
    Json(body): Json<NewSaleBody>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<SaleView>), ApiError> {
    let new = body.check(&app)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let (sale, now) = create(&app.engine, work, &new).await?;
    let location = format!("/api/v1/sales/{}", sale.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(SaleView::at(sale, now))))
}

impl NewSaleBody {
    fn check(self, app: &App) -> Result<NewSale, ApiError> {
        let Self {
            product_id,
            title,
            price,
            starts_at,
            ends_at,
            allocated,
            per_customer_limit,
            hold_seconds,
        } = self;
        let new = NewSale {
            product_id,
            title,
            price,
            starts_at,
            ends_at,
            allocated,
            per_customer_limit: per_customer_limit.unwrap_or(1),
            hold_seconds: hold_seconds.unwrap_or(NewSale::DEFAULT_HOLD_SECONDS),
        };
        app.shop.require_currency("/price/currency", price)?;
        new.check(now()).map_err(mistakes)?;
        Ok(new)
    }
}

/// 422 that names every mistake.
pub(super) fn mistakes(errors: Vec<NewSaleError>) -> ApiError {
    ApiError::mistakes(errors.into_iter().map(|error| (error.pointer(), error.to_string())))
}

impl From<CreateError> for ApiError {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::UnknownProduct => Self::new(Code::NotFound, "There is no such product."),
            CreateError::InsufficientStock => {
                Self::new(Code::InsufficientStock, "The product has fewer units than the sale was to get.")
            }
            CreateError::Storage(error) => error.into(),
        }
    }
}
