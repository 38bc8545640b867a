use axum::extract::State;
use doorbuster_domain::OrderId;
use doorbuster_domain::identity::Permission;
use doorbuster_domain::orders::By;
use doorbuster_engine::orders::cancel;
use doorbuster_persistence::orders::find;

use super::reach::Reach;
use super::view::OrderView;
use crate::App;
use crate::extract::Json;
use crate::identity::OrdersFulfil;
use crate::problem::{ApiError, Problem};

/// Cancel an order
///
/// One's own until it is packed; staff any until something of it was shipped. Its units go back at once; what was paid is
/// refunded. Cancelling twice changes nothing.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/cancel", tag = "orders", security(("bearer" = []), ("cart_token" = [])),
    params(("id" = OrderId, Path, description = "The order")),
    responses(
        (status = 200, description = "The cancelled order", body = OrderView),
        (status = 409, description = "`illegal_transition`: too late, or a payment is under way", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn cancel_order(
    State(app): State<App>,
    Reach { order, staff, .. }: Reach<OrdersFulfil>,
) -> Result<Json<OrderView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    let by = match staff {
        None => By::customer(order.user_id),
        Some(staff) => {
            staff.confirm(&mut work, Permission::OrdersFulfil).await?;
            By::staff(staff.user)
        }
    };
    cancel(&app.engine, work, &order, by).await?;
    let mut connection = app.engine.database.acquire().await?;
    let order = find(&mut connection, order.id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(OrderView::at(order, app.engine.board.now())))
}
