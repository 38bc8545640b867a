use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use doorbuster_domain::cart::ShippingMethod;
use doorbuster_domain::orders::{
    Actor, Line, Order, OrderNumber, OrderStatus, Shipment, TimelineEntry, Units,
};
use doorbuster_domain::payments::{DisputeStatus, Payment, PaymentStatus, PaymentStep, Refund, RefundStatus};
use doorbuster_domain::platform::Page;
use doorbuster_domain::sales::journal::{Hash, Receipt, Share};
use doorbuster_domain::{Money, OrderId, ProductId, SaleId, ShipmentId, UserId};
use doorbuster_gateways::payments::Browser;
use secrecy::ExposeSecret as _;
use serde::Serialize;

use super::refund_view::RefundView;
use super::return_view::ReturnView;
use crate::cart::{ShippingAddressView, VatView};
use crate::sales::JournalEntryView;
use crate::timestamp;

/// An order.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Order)]
pub struct OrderView {
    /// Its id, for programs.
    pub id: OrderId,
    /// Its number, for people.
    #[schema(example = "K3F9-2M7Q-XW4T")]
    pub number: String,
    /// The sale it was bought in.
    pub sale_id: Option<SaleId>,
    /// Where it stands.
    pub status: OrderStatus,
    /// What was bought, as it was then.
    pub lines: Vec<OrderLineView>,
    /// Σ lines. This and what follows up to `vat` only for an order that was made from a cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtotal: Option<Money>,
    /// What the code took off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// What the parcel costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Money>,
    /// The code that was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "WELCOME10")]
    pub code: Option<String>,
    /// Where the customer is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ada@example.com")]
    pub email: Option<String>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<ShippingAddressView>,
    /// How it travels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_method: Option<ShippingMethod>,
    /// VAT contained in the total, per rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat: Option<Vec<VatView>>,
    /// What it costs.
    pub total: Money,
    /// Until when the units are held for payment; null once that does not matter any more.
    #[serde(serialize_with = "timestamp::serialize_option")]
    pub pay_by: Option<DateTime<Utc>>,
    /// When it was placed.
    #[serde(serialize_with = "timestamp::serialize")]
    pub created_at: DateTime<Utc>,
    /// Its moves, first to last.
    pub timeline: Vec<TimelineEntryView>,
    /// The latest attempt to pay it.
    pub payment: Option<OrderPaymentView>,
    /// The parcels that carry it, first to last.
    pub shipments: Vec<ShipmentView>,
    /// What goes back of what was paid, first to last.
    pub refunds: Vec<RefundView>,
    /// What its customer sends back, or wanted to, first to last.
    pub returns: Vec<ReturnView>,
    /// Until when the customer can ask to send something back; null before it has arrived and after all of it went back.
    pub returnable_until: Option<DateTime<Utc>>,
    /// The shop's clock when this was said.
    #[serde(serialize_with = "timestamp::serialize")]
    pub server_time: DateTime<Utc>,
}

/// One line of an order.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OrderLine)]
pub struct OrderLineView {
    /// Which product.
    pub product_id: ProductId,
    /// What it was called.
    #[schema(example = "Ember gooseneck kettle")]
    pub name: String,
    /// How many units.
    #[schema(example = 1)]
    pub quantity: u32,
    /// Gross price of one unit.
    pub unit_price: Money,
    /// What the line costs.
    pub total: Money,
    /// Units that were refunded before they left the house: they are not sent.
    #[schema(example = 0)]
    pub given_up: u32,
    /// Units that the customer can ask to send back: none before the order has arrived, and after `returnable_until`.
    #[schema(example = 0)]
    pub returnable: u32,
}

/// One move of an order.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TimelineEntry)]
pub struct TimelineEntryView {
    /// Where it went.
    pub status: OrderStatus,
    /// When.
    #[serde(serialize_with = "timestamp::serialize")]
    pub at: DateTime<Utc>,
    /// Who moved it.
    pub actor: Actor,
    /// Why, when there is something to say.
    pub note: Option<String>,
}

/// An attempt to pay an order.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OrderPayment)]
pub struct OrderPaymentView {
    /// Who moves the money.
    #[schema(example = "test")]
    pub provider: String,
    /// Where it stands.
    pub status: PaymentStatus,
    /// How much.
    pub amount: Money,
    /// How much of it has gone back, or is on its way. `status` speaks of it only when it is all.
    pub refunded: Money,
    /// What it waits for while it is pending, when the customer pays in the browser.
    pub step: Option<PaymentStep>,
    /// Why the last try was refused, in the provider's word for it.
    #[schema(example = "insufficient_funds")]
    pub failure: Option<String>,
    /// Where the customer's complaint at their bank stands, if they made one.
    pub dispute: Option<DisputeStatus>,
    /// What the browser needs to go on. Only in the answer to paying, and only while there is something to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser: Option<PaymentBrowserView>,
    /// When it last moved.
    pub at: DateTime<Utc>,
}

/// What the customer's browser needs to pay with Stripe.
#[derive(Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PaymentBrowser)]
pub struct PaymentBrowserView {
    /// Names the shop's account.
    #[schema(example = "pk_test_TYooMQauvdEDq54NiTphI7jx")]
    pub publishable_key: String,
    /// Lets the browser pay this one payment. Keep it nowhere.
    #[schema(example = "pi_3MtwBwLkdIwHu7ix28a3tqPa_secret_YrKJUKribcBjcG8HVhfZluoGH")]
    pub client_secret: String,
}

/// Without its secret: nothing that is logged may pay.
impl std::fmt::Debug for PaymentBrowserView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PaymentBrowserView").finish_non_exhaustive()
    }
}

/// A parcel.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Shipment)]
pub struct ShipmentView {
    /// Its id.
    pub id: ShipmentId,
    /// Who carries it.
    #[schema(example = "DHL")]
    pub carrier: String,
    /// The carrier's number for it; a letter has none.
    #[schema(example = "00340434161094042557")]
    pub tracking_number: Option<String>,
    /// What is in it.
    pub lines: Vec<UnitsView>,
    /// When it left.
    pub shipped_at: DateTime<Utc>,
    /// When it arrived.
    pub delivered_at: Option<DateTime<Utc>>,
}

/// Some units of one line of an order.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Units)]
pub struct UnitsView {
    /// Which line: an order has at most one of a product.
    pub product_id: ProductId,
    /// How many units.
    #[schema(example = 1)]
    pub quantity: u32,
}

/// One page of orders.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OrderPage)]
pub struct OrdersPage {
    /// The orders, newest first.
    pub items: Vec<OrderView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl OrderView {
    /// The order as it is at `now`.
    pub fn at(order: Order, now: DateTime<Utc>) -> Self {
        let (given_up, returnable) = (order.given_up(), order.returnable(now));
        let returnable_until = order.returnable_until();
        let Order {
            id,
            user_id: _,
            sale_id,
            status,
            lines,
            total,
            pay_by,
            created_at,
            timeline,
            payment,
            shipments,
            refunds,
            returns,
            checkout,
        } = order;
        let subtotal = checkout.as_ref().and_then(|checkout| checkout.subtotal().ok());
        let vat = checkout.as_ref().map(|checkout| checkout.vat().into_iter().map(VatView::from).collect());
        let (mut discount, mut shipping, mut code, mut email) = (None, None, None, None);
        let (mut shipping_address, mut shipping_method) = (None, None);
        if let Some(checkout) = checkout {
            discount = Some(checkout.discount);
            shipping = Some(checkout.shipping);
            code = checkout.code;
            email = Some(checkout.email.to_string());
            shipping_address = Some(checkout.shipping_address.into());
            shipping_method = Some(checkout.shipping_method);
        }
        Self {
            id,
            number: OrderNumber::from(id).to_string(),
            sale_id,
            status,
            lines: lines
                .into_iter()
                .map(|line| {
                    let of =
                        |units: &BTreeMap<ProductId, u32>| units.get(&line.product_id).copied().unwrap_or(0);
                    let (given_up, returnable) = (of(&given_up), of(&returnable));
                    OrderLineView::of(line, given_up, returnable)
                })
                .collect(),
            subtotal,
            discount,
            shipping,
            code,
            email,
            shipping_address,
            shipping_method,
            vat,
            total,
            pay_by: (status == OrderStatus::PendingPayment).then_some(pay_by),
            created_at,
            timeline: timeline.into_iter().map(TimelineEntryView::from).collect(),
            payment: payment.map(|payment| OrderPaymentView::of(payment, &refunds)),
            shipments: shipments.into_iter().map(ShipmentView::from).collect(),
            refunds: refunds.into_iter().map(RefundView::from).collect(),
            returns: returns.into_iter().map(ReturnView::from).collect(),
            returnable_until,
            server_time: now,
        }
    }
}

impl OrderView {
    /// With what the customer's browser needs to go on paying.
    pub(super) fn payable_in(mut self, browser: Option<Browser>) -> Self {
        if let (Some(payment), Some(browser)) = (&mut self.payment, browser) {
            let Browser { publishable_key, client_secret } = browser;
            let client_secret = client_secret.expose_secret().to_owned();
            payment.browser = Some(PaymentBrowserView { publishable_key, client_secret });
        }
        self
    }
}

impl OrderLineView {
    fn of(line: Line, given_up: u32, returnable: u32) -> Self {
        let Line { product_id, name, quantity, unit_price, total } = line;
        Self { product_id, name, quantity, unit_price, total, given_up, returnable }
    }
}

impl From<TimelineEntry> for TimelineEntryView {
    fn from(entry: TimelineEntry) -> Self {
        let TimelineEntry { status, at, actor, user: _, note } = entry;
        Self { status, at, actor, note }
    }
}

impl From<Shipment> for ShipmentView {
    fn from(shipment: Shipment) -> Self {
        let Shipment { id, carrier, tracking_number, lines, sent_by: _, shipped_at, delivered_at } = shipment;
        let lines = lines.into_iter().map(UnitsView::from).collect();
        Self { id, carrier, tracking_number, lines, shipped_at, delivered_at }
    }
}

impl From<Units> for UnitsView {
    fn from(units: Units) -> Self {
        let Units { product_id, quantity } = units;
        Self { product_id, quantity }
    }
}

impl OrderPaymentView {
    fn of(payment: Payment, refunds: &[Refund]) -> Self {
        let status = payment.standing(refunds);
        let Payment {
            id,
            order_id: _,
            provider,
            reference: _,
            status: _,
            step,
            failure,
            dispute,
            amount,
            at,
        } = payment;
        let back = refunds.iter().filter(|refund| refund.payment_id == id);
        let back = back.filter(|refund| refund.status != RefundStatus::Failed);
        let refunded = Money::new(back.map(|refund| refund.amount.minor).sum(), amount.currency);
        Self { provider, status, amount, refunded, step, failure, dispute, browser: None, at }
    }
}

impl OrdersPage {
    /// The page as it is at `now`.
    pub fn at(page: Page<Order>, now: DateTime<Utc>) -> Self {
        let Page { items, next } = page.map(|order| OrderView::at(order, now));
        Self { items, next_cursor: next.map(|cursor| cursor.to_string()) }
    }
}

/// Where an order stands in its sale's journal. `docs/journal.md` says how to verify it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Receipt)]
pub struct ReceiptView {
    /// The order.
    pub order_id: OrderId,
    /// Whose it is.
    pub user_id: UserId,
    /// How many units.
    #[schema(example = 1)]
    pub units: u32,
    /// The place of the order's leaf in the entry's tree, from 0.
    #[schema(example = 0)]
    pub place: usize,
    /// The siblings on the way from the leaf to the digest, as hexadecimal SHA-256.
    pub proof: Vec<String>,
    /// The entry that placed the order.
    pub entry: JournalEntryView,
}

impl From<Receipt> for ReceiptView {
    fn from(receipt: Receipt) -> Self {
        let Receipt { share: Share { order, user, units }, entry, place, proof } = receipt;
        let proof = proof.iter().map(Hash::to_string).collect();
        Self { order_id: order, user_id: user, units, place, proof, entry: entry.into() }
    }
}
