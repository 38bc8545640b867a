use axum::extract::State;
use doorbuster_domain::OrderId;
use doorbuster_domain::orders::Actor;
use doorbuster_engine::orders::{CancelError, cancel};
use doorbuster_persistence::orders::find;

use super::own::OwnOrder;
use super::view::OrderView;
use crate::App;
use crate::extract::Json;
use crate::problem::{ApiError, Code, Problem};

/// Cancel an order
///
/// Until it is packed. Its units go back at once; what was paid is refunded. Cancelling twice changes nothing.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/cancel", tag = "orders", security(("bearer" = [])),
    params(("id" = OrderId, Path, description = "The order")),
    responses(
        (status = 200, description = "The cancelled order", body = OrderView),
        (status = 409, description = "`illegal_transition`: too late, or a payment is under way", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn cancel_order(
    State(app): State<App>,
    OwnOrder(order): OwnOrder,
) -> Result<Json<OrderView>, ApiError> {
    cancel(&app.engine, &order, Actor::Customer).await?;
    let mut connection = app.engine.database.acquire().await?;
    let order = find(&mut connection, order.id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(OrderView::at(order, app.engine.board.now())))
}

impl From<CancelError> for ApiError {
    fn from(error: CancelError) -> Self {
        match error {
            CancelError::Illegal(illegal) => Self::new(Code::IllegalTransition, format!("{illegal}.")),
            CancelError::Storage(error) => error.into(),
        }
    }
}
