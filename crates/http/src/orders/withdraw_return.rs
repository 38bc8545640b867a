use axum::extract::State;
use doorbuster_domain::ReturnId;
use doorbuster_domain::orders::ReturnStatus;
use doorbuster_engine::orders::decide_return;
use doorbuster_persistence::orders::{find, find_own, find_return};

use super::view::OrderView;
use crate::App;
use crate::cart::RequiredShopper;
use crate::extract::{Json, Path};
use crate::problem::{ApiError, Problem};

/// Withdraw a return
///
/// By its customer, until it was received. Withdrawing twice changes nothing.
#[utoipa::path(
    post, path = "/api/v1/returns/{id}/withdraw", tag = "orders", security(("bearer" = []), ("cart_token" = [])),
    params(("id" = ReturnId, Path, description = "The return")),
    responses(
        (status = 200, description = "The order as it is now", body = OrderView),
        (status = 409, description = "`illegal_transition`: it was rejected or received", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn withdraw_return(
    State(app): State<App>,
    RequiredShopper(shopper): RequiredShopper,
    Path(id): Path<ReturnId>,
) -> Result<Json<OrderView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    let known = find_return(&mut work, id).await?.ok_or_else(ApiError::not_found)?;
    // Of somebody else's order it does not exist.
    let order =
        find_own(&mut work, &shopper.owners(), known.order_id).await?.ok_or_else(ApiError::not_found)?;
    decide_return(work, id, ReturnStatus::Withdrawn, None, None).await?;
    let mut connection = app.engine.database.acquire().await?;
    let order = find(&mut connection, order.id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(OrderView::at(order, app.engine.board.now())))
}
