use axum::extract::State;
use doorbuster_domain::OrderId;
use doorbuster_domain::orders::Transition;
use doorbuster_engine::orders::{MoveError, pack};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::extract::Json;
use crate::identity::{OrdersFulfil, Permitted};
use crate::problem::ApiError;

/// Most orders of one request.
const MOST: usize = 100;

/// Which orders are packed.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrdersToPack)]
pub(super) struct OrdersToPackBody {
    /// 1 to 100 of them.
    #[schema(min_items = 1, max_items = 100)]
    order_ids: Vec<OrderId>,
}

/// What became of each.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct PackedOrders {
    /// One per order, in their order.
    items: Vec<PackedOrder>,
}

/// What became of one order.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct PackedOrder {
    /// Which.
    order_id: OrderId,
    /// What became of it.
    outcome: PackOutcome,
}

/// What became of an order that was to be packed.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum PackOutcome {
    /// It is packed.
    Packed,
    /// It was packed before: nothing changed.
    Repeated,
    /// It is in a state from which orders are not packed: nothing changed.
    IllegalTransition,
    /// There is no such order.
    NotFound,
}

/// Pack many orders
///
/// Staff. Each for itself: what cannot be packed does not keep the others from it.
#[utoipa::path(
    post, path = "/api/v1/admin/orders/pack", tag = "fulfilment", security(("bearer" = [])),
    request_body = OrdersToPackBody,
    responses((status = 200, description = "What became of each", body = PackedOrders)),
)]
pub(super) async fn pack_orders(
    State(app): State<App>,
    staff: Permitted<OrdersFulfil>,
    Json(body): Json<OrdersToPackBody>,
) -> Result<Json<PackedOrders>, ApiError> {
    if !(1..=MOST).contains(&body.order_ids.len()) {
        return Err(ApiError::field("/order_ids", format!("1 to {MOST} orders")));
    }
    let mut items = Vec::with_capacity(body.order_ids.len());
    for order_id in body.order_ids {
        let mut work = app.engine.database.begin_work().await?;
        staff.confirm(&mut work).await?;
        let outcome = match pack(work, order_id, staff.caller().user).await {
            Ok(Transition::Moves) => PackOutcome::Packed,
            Ok(Transition::Repeated) => PackOutcome::Repeated,
            Err(MoveError::Illegal(_)) => PackOutcome::IllegalTransition,
            Err(MoveError::Unknown) => PackOutcome::NotFound,
            Err(error @ MoveError::Storage(_)) => return Err(error.into()),
        };
        items.push(PackedOrder { order_id, outcome });
    }
    Ok(Json(PackedOrders { items }))
}
