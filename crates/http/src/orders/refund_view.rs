use std::collections::HashMap;

use chrono::{DateTime, Utc};
use doorbuster_domain::orders::{Actor, Left, LineLeft, Order};
use doorbuster_domain::payments::{Refund, RefundLine, RefundStatus};
use doorbuster_domain::platform::Page;
use doorbuster_domain::{Money, OrderId, ProductId, RefundId, ReturnId, UserId};
use doorbuster_persistence::orders::{Person, find_all, people};
use serde::Serialize;

use super::staff_view::{PersonView, StaffOrderRow, StaffOrderView, named};
use super::view::OrderView;
use crate::App;
use crate::problem::ApiError;

/// Money that goes back to a customer.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Refund)]
pub struct RefundView {
    /// Its id.
    pub id: RefundId,
    /// How much: Σ lines + shipping.
    pub amount: Money,
    /// The part of it that goes back of what the parcel cost.
    pub shipping: Money,
    /// What it is for.
    pub lines: Vec<RefundLineView>,
    /// Why.
    #[schema(example = "The lid was broken")]
    pub reason: String,
    /// Who asked for it.
    pub actor: Actor,
    /// The return that it pays for, if it does.
    pub return_id: Option<ReturnId>,
    /// Where it stands.
    pub status: RefundStatus,
    /// When it was decided.
    pub at: DateTime<Utc>,
    /// When it was settled, or failed.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What a refund is about, of one line of its order.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RefundLine)]
pub struct RefundLineView {
    /// Which line: an order has at most one of a product.
    pub product_id: ProductId,
    /// Units that left the order with it; 0 when it is only about money.
    #[schema(example = 1)]
    pub quantity: u32,
    /// Those of them that had not left the house, and never will.
    #[schema(example = 0)]
    pub unsent: u32,
    /// The part of the refund's amount that goes back for this line, VAT contained.
    pub amount: Money,
    /// Whether the units can be sold again; if not they are gone.
    pub restocked: bool,
}

/// A refund as the staff see it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = StaffRefund)]
pub(super) struct StaffRefundView {
    /// What its customer sees.
    pub(super) refund: RefundView,
    /// Of which order.
    pub(super) order_id: OrderId,
    /// Who exactly asked for it; null when the shop did it by itself.
    pub(super) by: Option<PersonView>,
    /// The provider's name for it, once it has one.
    pub(super) reference: Option<String>,
    /// Why it failed.
    pub(super) failure: Option<String>,
}

/// What was paid back of an order, and what is left.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(super) struct OrderRefunds {
    /// Its refunds, first to last.
    pub(super) items: Vec<StaffRefundView>,
    /// What can still go back; null for an order that was not paid.
    pub(super) left: Option<LeftView>,
}

/// What of an order can still go back.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = LeftToRefund)]
pub(super) struct LeftView {
    /// Of everything.
    pub(super) amount: Money,
    /// Of what the parcel cost.
    pub(super) shipping: Money,
    /// Of each line, in their order.
    pub(super) lines: Vec<LineLeftView>,
}

/// What of a line can still go back.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = LineLeftToRefund)]
pub(super) struct LineLeftView {
    /// Which line.
    pub(super) product_id: ProductId,
    /// Units that can leave the order.
    #[schema(example = 2)]
    pub(super) quantity: u32,
    /// Those of them that have not left the house: they are given up first.
    #[schema(example = 0)]
    pub(super) unsent: u32,
    /// What goes back when all those units do.
    pub(super) worth: Money,
    /// What was paid for the line and has not gone back. It is more than `worth` after a refund of less than what its units
    /// were worth.
    pub(super) amount: Money,
}

/// A refund that was made.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(super) struct RefundMade {
    /// The refund.
    pub(super) refund: StaffRefundView,
    /// Its order as it is now.
    pub(super) order: StaffOrderView,
}

/// A refund in a list of the staff.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(super) struct StaffRefundRow {
    /// The refund.
    pub(super) refund: StaffRefundView,
    /// Its order and its customer.
    pub(super) of: StaffOrderRow,
}

/// One page of everybody's refunds.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = StaffRefundPage)]
pub(super) struct StaffRefundsPage {
    /// The refunds, newest first.
    pub(super) items: Vec<StaffRefundRow>,
    /// Pass it as `cursor` for the next page; null on the last one.
    pub(super) next_cursor: Option<String>,
}

impl From<Refund> for RefundView {
    fn from(refund: Refund) -> Self {
        let Refund {
            id,
            order_id: _,
            payment_id: _,
            amount,
            shipping,
            lines,
            reason,
            by,
            return_id,
            status,
            reference: _,
            failure: _,
            at,
            ended_at,
        } = refund;
        let lines = lines.into_iter().map(RefundLineView::from).collect();
        Self { id, amount, shipping, lines, reason, actor: by.actor, return_id, status, at, ended_at }
    }
}

impl From<RefundLine> for RefundLineView {
    fn from(line: RefundLine) -> Self {
        let RefundLine { product_id, quantity, unsent, amount, restocked } = line;
        Self { product_id, quantity, unsent, amount, restocked }
    }
}

impl From<Left> for LeftView {
    fn from(left: Left) -> Self {
        let Left { lines, shipping, amount } = left;
        let line = |LineLeft { product_id, quantity, unsent, amount, worth }| LineLeftView {
            product_id,
            quantity,
            unsent,
            worth,
            amount,
        };
        Self { amount, shipping, lines: lines.into_iter().map(line).collect() }
    }
}

impl StaffRefundView {
    pub(super) fn of(refund: Refund, people: &HashMap<UserId, Person>) -> Self {
        Self {
            order_id: refund.order_id,
            by: refund.by.user.and_then(|user| named(people, user)),
            reference: refund.reference.clone(),
            failure: refund.failure.clone(),
            refund: refund.into(),
        }
    }
}

impl OrderRefunds {
    /// The refunds with the names of who asked for them.
    pub(super) async fn read(app: &App, order: Order) -> Result<Self, ApiError> {
        let left = order.refundable().ok().map(LeftView::from);
        let mut connection = app.engine.database.acquire().await?;
        let who = order.refunds.iter().filter_map(|refund| refund.by.user);
        let people = people(&mut connection, who.collect::<Vec<_>>()).await?;
        let items = order.refunds.into_iter().map(|refund| StaffRefundView::of(refund, &people));
        Ok(Self { items: items.collect(), left })
    }
}

impl StaffRefundsPage {
    /// The page with the orders and the names.
    pub(super) async fn read(app: &App, page: Page<Refund>) -> Result<Self, ApiError> {
        let mut connection = app.engine.database.acquire().await?;
        let ids = page.items.iter().map(|refund| refund.order_id).collect::<Vec<_>>();
        let orders = find_all(&mut connection, &ids).await?;
        let who = page.items.iter().filter_map(|refund| refund.by.user);
        let who = who.chain(orders.values().map(|order| order.user_id)).collect::<Vec<_>>();
        let people = people(&mut connection, who).await?;
        let now = app.engine.board.now();
        let Page { items, next } = page;
        let rows = items.into_iter().filter_map(|refund| {
            let order = orders.get(&refund.order_id)?.clone();
            let of =
                StaffOrderRow { customer: named(&people, order.user_id), order: OrderView::at(order, now) };
            Some(StaffRefundRow { refund: StaffRefundView::of(refund, &people), of })
        });
        Ok(Self { items: rows.collect(), next_cursor: next.map(|cursor| cursor.to_string()) })
    }
}
