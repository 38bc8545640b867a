use std::collections::HashMap;

use chrono::{DateTime, Utc};
use doorbuster_domain::orders::{Order, Return, ReturnStatus};
use doorbuster_domain::platform::Page;
use doorbuster_domain::{OrderId, ReturnId, UserId};
use doorbuster_persistence::orders::{Person, find_all, find_return, people};
use serde::Serialize;

use super::staff_view::{PersonView, StaffOrderRow, named};
use super::view::{OrderView, UnitsView};
use crate::App;
use crate::problem::ApiError;

/// Something that a customer sends back, or wants to.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Return)]
pub struct ReturnView {
    /// Its id.
    pub id: ReturnId,
    /// Of which order.
    pub order_id: OrderId,
    /// Where it stands.
    pub status: ReturnStatus,
    /// What the customer wants to send.
    pub lines: Vec<UnitsView>,
    /// Why, in the customer's words.
    #[schema(example = "It is too small")]
    pub reason: String,
    /// What the staff said to it.
    pub answer: Option<String>,
    /// When the customer asked.
    pub requested_at: DateTime<Utc>,
    /// When it was approved or rejected.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it was received, rejected or withdrawn.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A return as the staff see it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(super) struct StaffReturn {
    /// What its customer sees. What was paid for it is the order's refund with its `return_id`.
    #[serde(rename = "return")]
    pub(super) about: ReturnView,
    /// Who of the staff moved it last.
    pub(super) staff: Option<PersonView>,
    /// Its order and its customer.
    pub(super) of: StaffOrderRow,
}

/// One page of everybody's returns.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = StaffReturnPage)]
pub(super) struct StaffReturnsPage {
    /// The returns; of those that are open who waits longest comes first, of the others the newest.
    pub(super) items: Vec<StaffReturn>,
    /// Pass it as `cursor` for the next page; null on the last one.
    pub(super) next_cursor: Option<String>,
}

impl From<Return> for ReturnView {
    fn from(known: Return) -> Self {
        let Return {
            id,
            order_id,
            status,
            lines,
            reason,
            answer,
            requested_at,
            decided_at,
            staff: _,
            ended_at,
        } = known;
        let lines = lines.into_iter().map(UnitsView::from).collect();
        Self { id, order_id, status, lines, reason, answer, requested_at, decided_at, ended_at }
    }
}

impl StaffReturn {
    fn of(known: Return, order: Order, people: &HashMap<UserId, Person>, now: DateTime<Utc>) -> Self {
        let customer = named(people, order.user_id);
        Self {
            staff: known.staff.and_then(|staff| named(people, staff)),
            about: known.into(),
            of: StaffOrderRow { customer, order: OrderView::at(order, now) },
        }
    }

    /// The return as it is now.
    ///
    /// # Errors
    /// 404 for a return that does not exist.
    pub(super) async fn read(app: &App, id: ReturnId) -> Result<Self, ApiError> {
        let known = {
            let mut connection = app.engine.database.acquire().await?;
            find_return(&mut connection, id).await?.ok_or_else(ApiError::not_found)?
        };
        read_all(app, vec![known]).await?.pop().ok_or_else(ApiError::not_found)
    }
}

impl StaffReturnsPage {
    /// The page with the orders and the names.
    pub(super) async fn read(app: &App, page: Page<Return>) -> Result<Self, ApiError> {
        let Page { items, next } = page;
        Ok(Self { items: read_all(app, items).await?, next_cursor: next.map(|cursor| cursor.to_string()) })
    }
}

async fn read_all(app: &App, returns: Vec<Return>) -> Result<Vec<StaffReturn>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let ids = returns.iter().map(|known| known.order_id).collect::<Vec<_>>();
    let orders = find_all(&mut connection, &ids).await?;
    let staff = returns.iter().filter_map(|known| known.staff);
    let who = staff.chain(orders.values().map(|order| order.user_id)).collect::<Vec<_>>();
    let people = people(&mut connection, who).await?;
    let now = app.engine.board.now();
    let view = |known: Return| {
        let order = orders.get(&known.order_id)?.clone();
        Some(StaffReturn::of(known, order, &people, now))
    };
    Ok(returns.into_iter().filter_map(view).collect())
}
