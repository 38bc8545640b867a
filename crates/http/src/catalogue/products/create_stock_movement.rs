use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use doorbuster_domain::catalogue::{IdOrSlug, StockChange, StockReason};
use doorbuster_domain::orders::Idempotency;
use doorbuster_persistence::catalogue::change_stock;
use doorbuster_persistence::catalogue::products::find;
use serde::Deserialize;

use super::view::StockMovementView;
use crate::App;
use crate::catalogue::error::mistakes;
use crate::extract::{IdempotencyHeader, Json, Path};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::{ApiError, Problem};

/// Units that come or go.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStockMovement)]
pub(super) struct NewStockMovement {
    /// How many units come, or go when negative. `received` is above 0, `written_off` below; for `counted` it is the
    /// difference between what was counted and what the shop thought.
    #[schema(example = 24, minimum = -1_000_000_000, maximum = 1_000_000_000)]
    units: i64,
    /// Why.
    reason: StockReason,
    /// What else there is to say.
    #[schema(example = "Delivery 2026-47", max_length = 500)]
    note: Option<String>,
}

/// Move stock
///
/// Staff receive units, write them off, or correct what was miscounted. Stock is never set: it is the sum of its
/// movements. A key makes a retry safe.
#[utoipa::path(
    post, path = "/api/v1/products/{product}/stock-movements", tag = "catalogue", security(("bearer" = [])),
    request_body = NewStockMovement,
    params(
        ("product" = String, Path, description = "The product's slug or id", example = "ember-kettle"),
        ("Idempotency-Key" = String, Header, description = "Of your making; the same for every retry",
            example = "5f0c9a52-stock"),
    ),
    responses(
        (status = 201, description = "The movement and the stock as it is now", body = StockMovementView,
            headers(("Idempotency-Replayed" = String, description = "`true` when the same key had made it before"))),
        (status = 400, description = "`idempotency_key_missing`, `malformed_json`", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "`insufficient_stock`: fewer units are there than are to go", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`idempotency_mismatch`, `validation`", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_stock_movement(
    State(app): State<App>,
    staff: Permitted<CatalogueManage>,
    Path(product): Path<IdOrSlug>,
    key: IdempotencyHeader,
    Json(body): Json<NewStockMovement>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1], Json<StockMovementView>), ApiError> {
    let key = key.required()?;
    let NewStockMovement { units, reason, note } = body;
    let change = StockChange { units, reason, note };
    change.check().map_err(mistakes)?;
    let user = staff.caller().user;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let (product, _) = find(&mut work, &product).await?.ok_or_else(ApiError::not_found)?;
    let idempotency = Idempotency::new(key, &change.canonical(product.id));
    let (movement, replayed) = change_stock(&mut work, user, product.id, &change, idempotency).await?;
    work.commit().await?;
    if !replayed {
        tracing::info!(
            product.id = %product.id, user.id = %user, units, reason = reason.as_str(),
            "moved the stock of product {}", product.id
        );
    }
    let replayed = HeaderValue::from_static(if replayed { "true" } else { "false" });
    let headers = [(HeaderName::from_static("idempotency-replayed"), replayed)];
    Ok((StatusCode::CREATED, headers, Json(movement.into())))
}
