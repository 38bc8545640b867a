use chrono::{DateTime, NaiveDate, Utc};
use doorbuster_domain::cart::ShippingMethod;
use doorbuster_domain::invoices::{Buyer, Contents, Invoice, InvoiceKind, InvoiceLine, RateTotals, Seller};
use doorbuster_domain::orders::OrderNumber;
use doorbuster_domain::{Money, OrderId, RefundId};
use serde::Serialize;

/// An invoice or a credit note: issued once, never changed.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Invoice)]
pub(super) struct InvoiceView {
    /// Which of the two it is.
    pub(super) kind: InvoiceKind,
    /// Its number: without a gap within a kind and a year.
    #[schema(example = "2026-000123")]
    pub(super) number: String,
    /// The order that it is about.
    pub(super) order_id: OrderId,
    /// That order's number.
    #[schema(example = "K3F9-2M7Q-XW4T")]
    pub(super) order_number: String,
    /// The refund that a credit note is about.
    pub(super) refund_id: Option<RefundId>,
    /// The number of the invoice that a credit note amends.
    #[schema(example = "2026-000123")]
    pub(super) amends: Option<String>,
    /// Why the money went back, when there is something to say.
    pub(super) reason: Option<String>,
    /// Whether it is a credit note of money that never arrived: the refund failed after it was settled.
    pub(super) void: bool,
    /// When it was issued.
    pub(super) issued_at: DateTime<Utc>,
    /// The day of that, in the shop's time zone.
    pub(super) issued_on: NaiveDate,
    /// The day on which the order was paid, or the money went back, in the shop's time zone.
    pub(super) settled_on: NaiveDate,
    /// Who sold, as it was then.
    pub(super) seller: Seller,
    /// Who bought, as it was then.
    pub(super) buyer: Buyer,
    /// The goods.
    pub(super) lines: Vec<InvoiceLine>,
    /// The discount code.
    pub(super) code: Option<String>,
    /// What shipping costs, or what of it went back: VAT included.
    pub(super) shipping: Money,
    /// How it travels; null for an order of a sale.
    pub(super) shipping_method: Option<ShippingMethod>,
    /// What the total is made of, the highest VAT rate first. The VAT is rounded half up once per rate.
    pub(super) rates: Vec<RateTotals>,
    /// What was paid, or went back: VAT included, never negative.
    pub(super) total: Money,
}

/// The credit notes of an order.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(super) struct CreditNotes {
    /// First to last.
    pub(super) items: Vec<InvoiceView>,
}

/// One page of invoices and credit notes.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = InvoicePage)]
pub(super) struct InvoicesPage {
    /// Newest first.
    pub(super) items: Vec<InvoiceView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    pub(super) next_cursor: Option<String>,
}

impl From<Invoice> for InvoiceView {
    fn from(invoice: Invoice) -> Self {
        let Invoice { id: _, number, order, refund, issued_at, contents, void } = invoice;
        let Contents {
            seller,
            buyer,
            issued_on,
            settled_on,
            lines,
            code,
            shipping,
            shipping_method,
            rates,
            total,
            amends,
            reason,
        } = contents;
        Self {
            kind: number.kind,
            number: number.to_string(),
            order_id: order,
            order_number: OrderNumber::from(order).to_string(),
            refund_id: refund,
            amends: amends.map(|number| number.to_string()),
            reason,
            void,
            issued_at,
            issued_on,
            settled_on,
            seller,
            buyer,
            lines,
            code,
            shipping,
            shipping_method,
            rates,
            total,
        }
    }
}
