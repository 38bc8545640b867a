use axum::extract::State;
use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::{DiscountTarget, NewDiscount};
use doorbuster_domain::{DiscountId, ProductId, TaxonId};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::catalogue::discounts::create;
use serde::Deserialize;

use super::view::DiscountView;
use crate::App;
use crate::catalogue::answer::{Created, created};
use crate::catalogue::error::mistakes;
use crate::extract::Json;
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::ApiError;

/// A discount to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDiscount)]
pub(super) struct NewDiscountBody {
    /// What staff call it.
    #[schema(example = "Spring on kettles", min_length = 1, max_length = 200)]
    title: String,
    /// Percent off the list price.
    #[schema(example = 20, minimum = 1, maximum = 90)]
    percent: u8,
    /// In force from here (inclusive).
    starts_at: DateTime<Utc>,
    /// In force until here (exclusive), at most 366 days later.
    ends_at: DateTime<Utc>,
    /// The product it is on.
    product_id: Option<ProductId>,
    /// The brand, region, category (with all below it) or tag it is on. Without either it is on everything.
    taxon_id: Option<TaxonId>,
}

/// Create a discount
///
/// Staff. It changes no price: what a product costs is computed when it is asked for, by the best discount in force then,
/// rounded down to the minor unit. Discounts never add up, and sales have prices of their own.
#[utoipa::path(
    post, path = "/api/v1/discounts", tag = "catalogue", security(("bearer" = [])), request_body = NewDiscountBody,
    responses(
        (status = 201, description = "The discount", body = DiscountView, headers(
            ("Location" = String, description = "Where the discount is"),
            ("ETag" = String, description = "Counts the edits"))),
    ),
)]
pub(super) async fn create_discount(
    State(app): State<App>,
    staff: Permitted<CatalogueManage>,
    Json(body): Json<NewDiscountBody>,
) -> Result<Created<DiscountView>, ApiError> {
    let new = body.check()?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let discount = create(&mut work, DiscountId(fresh_id()), &new).await?;
    work.commit().await?;
    tracing::info!(
        discount.id = %discount.id, user.id = %staff.caller().user, percent = discount.percent,
        "created discount {}", discount.id
    );
    Ok(created(format!("/api/v1/discounts/{}", discount.id), discount.version, discount.into()))
}

impl NewDiscountBody {
    fn check(self) -> Result<NewDiscount, ApiError> {
        let Self { title, percent, starts_at, ends_at, product_id, taxon_id } = self;
        let target = match (product_id, taxon_id) {
            (None, None) => DiscountTarget::Everything,
            (Some(product), None) => DiscountTarget::Product(product),
            (None, Some(taxon)) => DiscountTarget::Taxon(taxon),
            (Some(_), Some(_)) => {
                return Err(ApiError::field("/taxon_id", "either a product or a taxon, not both"));
            }
        };
        let title = title.trim().to_owned();
        let new = NewDiscount { title, percent, starts_at, ends_at, target, archived: false };
        new.check().map_err(mistakes)?;
        Ok(new)
    }
}
