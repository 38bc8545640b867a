use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_domain::OrderId;
use doorbuster_domain::orders::check_note;
use doorbuster_persistence::orders::{find, write_note};
use serde::Deserialize;

use super::staff_view::StaffOrderView;
use crate::App;
use crate::catalogue::mistakes;
use crate::extract::{Json, Path};
use crate::identity::{OrdersFulfil, Permitted};
use crate::problem::ApiError;

/// Something to remember.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrderNote)]
pub(super) struct NewOrderNoteBody {
    /// What.
    #[schema(example = "Asked by phone to ring twice", min_length = 1, max_length = 2000)]
    text: String,
}

/// Write a note about an order
///
/// Staff. Its customer never sees it. Notes are not changed and not deleted.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/notes", tag = "fulfilment", security(("bearer" = [])),
    request_body = NewOrderNoteBody,
    params(("id" = OrderId, Path, description = "The order")),
    responses((status = 201, description = "The order as it is now", body = StaffOrderView)),
)]
pub(super) async fn create_order_note(
    State(app): State<App>,
    staff: Permitted<OrdersFulfil>,
    Path(id): Path<OrderId>,
    Json(body): Json<NewOrderNoteBody>,
) -> Result<(StatusCode, Json<StaffOrderView>), ApiError> {
    let text = body.text.trim();
    check_note(text).map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let order = find(&mut work, id).await?.ok_or_else(ApiError::not_found)?;
    write_note(&mut work, order.id, staff.caller().user, text).await?;
    work.commit().await?;
    Ok((StatusCode::CREATED, Json(StaffOrderView::read(&app, id).await?)))
}
