use std::collections::HashMap;

use chrono::{DateTime, Utc};
use doorbuster_domain::orders::{Actor, Order, OrderStatus};
use doorbuster_domain::payments::Payment;
use doorbuster_domain::platform::Page;
use doorbuster_domain::{OrderId, PaymentId, ShipmentId, UserId};
use doorbuster_persistence::orders::{Note, Person, ToPack, find, notes, people};
use serde::Serialize;

use super::view::OrderView;
use crate::App;
use crate::problem::ApiError;

/// An order as the staff see it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = StaffOrder)]
pub(super) struct StaffOrderView {
    /// What its customer sees.
    pub(super) order: OrderView,
    /// Whose it is; null for an account that is gone.
    pub(super) customer: Option<PersonView>,
    /// Who moved its money; null while nobody has tried to pay it.
    pub(super) provider_payment: Option<ProviderPaymentView>,
    /// Its moves with who made them, first to last.
    pub(super) moves: Vec<MoveView>,
    /// Who sent each of its parcels, first to last.
    pub(super) senders: Vec<SenderView>,
    /// What the staff wrote down, first to last.
    pub(super) notes: Vec<NoteView>,
}

/// What the latest attempt to pay an order is called, here and by who moves the money: what the staff look for in the
/// provider's own dashboard, and in the logs.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ProviderPayment)]
pub(super) struct ProviderPaymentView {
    /// The payment's id in the shop.
    pub(super) id: PaymentId,
    /// Who moves the money.
    #[schema(example = "stripe")]
    pub(super) provider: String,
    /// The provider's name for it; null while the provider has not answered.
    #[schema(example = "pi_3MtwBwLkdIwHu7ix28a3tqPa")]
    pub(super) reference: Option<String>,
}

/// Somebody who has to do with an order.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OrderPerson)]
pub(super) struct PersonView {
    /// The account.
    pub(super) id: UserId,
    /// Where they are reached.
    #[schema(example = "ada@example.com")]
    pub(super) email: String,
    /// Their name, if they gave one.
    pub(super) name: Option<String>,
}

/// One move of an order, and who made it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OrderMove)]
pub(super) struct MoveView {
    /// Where it went.
    pub(super) status: OrderStatus,
    /// When.
    pub(super) at: DateTime<Utc>,
    /// In which role somebody moved it.
    pub(super) actor: Actor,
    /// Who exactly; null when the shop did it by itself, and for moves of before this was kept.
    pub(super) by: Option<PersonView>,
    /// Why, when there is something to say.
    pub(super) note: Option<String>,
}

/// A parcel, and who sent it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OrderSender)]
pub(super) struct SenderView {
    /// The parcel.
    pub(super) shipment_id: ShipmentId,
    /// Who; null for an account that is gone.
    pub(super) by: Option<PersonView>,
}

/// What somebody of the staff wrote down.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OrderNote)]
pub(super) struct NoteView {
    /// Who; null for an account that is gone.
    pub(super) by: Option<PersonView>,
    /// What.
    pub(super) text: String,
    /// When.
    pub(super) at: DateTime<Utc>,
}

/// One page of everybody's orders.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = StaffOrderPage)]
pub(super) struct StaffOrdersPage {
    /// The orders, newest first.
    pub(super) items: Vec<StaffOrderRow>,
    /// Pass it as `cursor` for the next page; null on the last one.
    pub(super) next_cursor: Option<String>,
}

/// An order in a list of the staff.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(super) struct StaffOrderRow {
    /// The order.
    pub(super) order: OrderView,
    /// Whose it is; null for an account that is gone.
    pub(super) customer: Option<PersonView>,
}

/// One page of what is to be packed.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(super) struct PackList {
    /// Paid orders, first paid first.
    pub(super) items: Vec<ToPackView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    pub(super) next_cursor: Option<String>,
}

/// An order that waits to be packed.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OrderToPack)]
pub(super) struct ToPackView {
    /// The order.
    pub(super) order: OrderView,
    /// Since when it is paid.
    pub(super) paid_at: DateTime<Utc>,
    /// Whose it is; null for an account that is gone.
    pub(super) customer: Option<PersonView>,
}

impl From<&Person> for PersonView {
    fn from(person: &Person) -> Self {
        let Person { id, email, name } = person.clone();
        Self { id, email, name }
    }
}

impl From<&Payment> for ProviderPaymentView {
    fn from(payment: &Payment) -> Self {
        let (provider, reference) = (payment.provider.clone(), payment.reference.clone());
        Self { id: payment.id, provider, reference }
    }
}

pub(super) fn named(people: &HashMap<UserId, Person>, user: UserId) -> Option<PersonView> {
    people.get(&user).map(PersonView::from)
}

impl StaffOrderView {
    /// The order as it is now.
    ///
    /// # Errors
    /// 404 for an order that does not exist.
    pub(super) async fn read(app: &App, id: OrderId) -> Result<Self, ApiError> {
        let mut connection = app.engine.database.acquire().await?;
        let order = find(&mut connection, id).await?.ok_or_else(ApiError::not_found)?;
        let notes = notes(&mut connection, id).await?;
        let movers = order.timeline.iter().filter_map(|entry| entry.user);
        let senders = order.shipments.iter().map(|parcel| parcel.sent_by);
        let involved = movers.chain(senders).chain(notes.iter().map(|note| note.user)).chain([order.user_id]);
        let people = people(&mut connection, involved.collect::<Vec<_>>()).await?;
        let moves = order.timeline.iter().map(|entry| MoveView {
            status: entry.status,
            at: entry.at,
            actor: entry.actor,
            by: match entry.actor {
                // Only its customer places, pays and cancels as a customer.
                Actor::Customer => named(&people, entry.user.unwrap_or(order.user_id)),
                Actor::Staff | Actor::System => entry.user.and_then(|user| named(&people, user)),
            },
            note: entry.note.clone(),
        });
        let moves = moves.collect();
        let senders = order
            .shipments
            .iter()
            .map(|parcel| SenderView { shipment_id: parcel.id, by: named(&people, parcel.sent_by) });
        let senders = senders.collect();
        let note = |Note { user, text, at }| NoteView { by: named(&people, user), text, at };
        Ok(Self {
            customer: named(&people, order.user_id),
            provider_payment: order.payment.as_ref().map(ProviderPaymentView::from),
            moves,
            senders,
            notes: notes.into_iter().map(note).collect(),
            order: OrderView::at(order, app.engine.board.now()),
        })
    }
}

impl StaffOrdersPage {
    /// The page with the customers' names.
    pub(super) async fn read(app: &App, page: Page<Order>) -> Result<Self, ApiError> {
        let customers = page.items.iter().map(|order| order.user_id).collect::<Vec<_>>();
        let mut connection = app.engine.database.acquire().await?;
        let people = people(&mut connection, customers).await?;
        let now = app.engine.board.now();
        let Page { items, next } = page.map(|order| StaffOrderRow {
            customer: named(&people, order.user_id),
            order: OrderView::at(order, now),
        });
        Ok(Self { items, next_cursor: next.map(|cursor| cursor.to_string()) })
    }
}

impl PackList {
    /// The page with the customers' names.
    pub(super) async fn read(app: &App, page: Page<ToPack>) -> Result<Self, ApiError> {
        let customers = page.items.iter().map(|row| row.order.user_id).collect::<Vec<_>>();
        let mut connection = app.engine.database.acquire().await?;
        let people = people(&mut connection, customers).await?;
        let now = app.engine.board.now();
        let Page { items, next } = page.map(|ToPack { order, paid_at }| ToPackView {
            customer: named(&people, order.user_id),
            order: OrderView::at(order, now),
            paid_at,
        });
        Ok(Self { items, next_cursor: next.map(|cursor| cursor.to_string()) })
    }
}
