use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{InvoiceNumber, Seller};
use crate::cart::{AtRate, ShippingMethod, by_rate};
use crate::identity::NewAddress;
use crate::{InvoiceId, Money, MoneyError, OrderId, ProductId, RefundId};

/// An invoice or a credit note: issued once, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// Its number.
    pub number: InvoiceNumber,
    /// The order that it is about.
    pub order: OrderId,
    /// The refund that a credit note is about.
    pub refund: Option<RefundId>,
    /// When it was issued, by PostgreSQL's clock.
    pub issued_at: DateTime<Utc>,
    /// Everything that it says.
    pub contents: Contents,
    /// Whether it is a credit note of money that never arrived: the provider took the refund back after it was settled.
    pub void: bool,
}

/// Everything that an invoice says, as it was on the day of issue. It is kept as JSON for many years, so a field is only
/// ever added, with a default for what was issued before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Who sold.
    pub seller: Seller,
    /// Who bought.
    pub buyer: Buyer,
    /// The day of issue, in the shop's time zone.
    pub issued_on: NaiveDate,
    /// The day on which the order was paid, or the money went back, in the shop's time zone.
    pub settled_on: NaiveDate,
    /// The goods, at least one line on an invoice. A credit note may be of shipping alone.
    pub lines: Vec<InvoiceLine>,
    /// The discount code.
    pub code: Option<String>,
    /// What shipping costs, VAT included.
    pub shipping: Money,
    /// How it travels; none for an order of a sale.
    pub shipping_method: Option<ShippingMethod>,
    /// What the total is made of, the highest VAT rate first.
    pub rates: Vec<RateTotals>,
    /// What was paid, or went back. Never negative.
    pub total: Money,
    /// The invoice that a credit note amends.
    pub amends: Option<InvoiceNumber>,
    /// Why the money went back, when there is something to say.
    pub reason: Option<String>,
}

/// Who bought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = InvoiceBuyer)]
pub struct Buyer {
    /// What they are called, if they said.
    #[schema(example = "Ada Lovelace")]
    pub name: Option<String>,
    /// Where they are reached.
    #[schema(example = "ada@example.com")]
    pub email: Option<String>,
    /// The lines of their address below the name; none for an order of a sale.
    pub address: Vec<String>,
}

/// One line of goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct InvoiceLine {
    /// Which product.
    pub product_id: ProductId,
    /// What it was called when it was bought.
    #[schema(example = "Ember gooseneck kettle")]
    pub name: String,
    /// How many units.
    #[schema(example = 1)]
    pub quantity: u32,
    /// The price of one unit before the discount, VAT included.
    pub unit_price: Money,
    /// The line's share of the order's discount; zero on a credit note, whose amounts are after it.
    pub discount: Money,
    /// What the line costs, or what of it went back: VAT included, discount taken off.
    pub amount: Money,
    /// The VAT rate, in hundredths of a percent.
    #[schema(example = 2000)]
    pub vat_basis_points: u32,
}

/// What a total is made of at one VAT rate: `gross` = `net` + `vat`.
///
/// The VAT is computed once per rate from the sum of the gross amounts and rounded half up to the minor unit, never per
/// line. The union's directive (2006/112/EC, article 226 (8) to (10)) asks for the taxable amount and the VAT per rate and
/// leaves the rounding to its members (Court of Justice, C-484/06); per rate is what shops with gross prices usually do,
/// because it is the one way in which the rates add up to what was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = InvoiceRate)]
pub struct RateTotals {
    /// Hundredths of a percent.
    #[schema(example = 2000)]
    pub basis_points: u32,
    /// Without VAT.
    pub net: Money,
    /// The VAT.
    pub vat: Money,
    /// Goods and their part of the shipping, VAT included.
    pub gross: Money,
    /// The part of the shipping in it, VAT included.
    pub shipping: Money,
}

impl RateTotals {
    /// The net amount is what is left without the VAT, so that nothing is rounded twice.
    pub(super) fn new(basis_points: u32, gross: Money, vat: Money, shipping: Money) -> Self {
        let net = Money::new(gross.minor - vat.minor, gross.currency);
        Self { basis_points, net, vat, gross, shipping }
    }
}

impl From<AtRate> for RateTotals {
    fn from(at_rate: AtRate) -> Self {
        let AtRate { basis_points, gross, shipping, vat } = at_rate;
        Self::new(basis_points, gross, vat, shipping)
    }
}

/// A paid order as its invoice needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidOrder {
    /// The order.
    pub id: OrderId,
    /// The day on which it was paid, in the shop's time zone.
    pub paid_on: NaiveDate,
    /// Whose it is.
    pub buyer: Buyer,
    /// Its lines. Those of a sale's order have the VAT rate that the product has now: the order does not keep one.
    pub lines: Vec<InvoiceLine>,
    /// The discount code.
    pub code: Option<String>,
    /// What shipping costs.
    pub shipping: Money,
    /// How it travels.
    pub shipping_method: Option<ShippingMethod>,
    /// What was paid.
    pub total: Money,
}

impl Contents {
    /// What the invoice of a paid order says that `seller` issues `today`.
    ///
    /// # Errors
    /// [`MoneyError`] when amounts are in different currencies.
    pub fn of(order: PaidOrder, seller: &Seller, today: NaiveDate) -> Result<Self, MoneyError> {
        let PaidOrder { id: _, paid_on, buyer, lines, code, shipping, shipping_method, total } = order;
        let currency = total.currency;
        let other =
            lines.iter().map(|line| line.amount).chain([shipping]).find(|part| part.currency != currency);
        if let Some(other) = other {
            return Err(MoneyError::Currencies(currency, other.currency));
        }
        let goods = lines.iter().map(|line| (line.vat_basis_points, line.amount.minor));
        let rates = by_rate(goods, shipping.minor, currency).into_iter().map(RateTotals::from).collect();
        Ok(Self {
            seller: seller.clone(),
            buyer,
            issued_on: today,
            settled_on: paid_on,
            lines,
            code,
            shipping,
            shipping_method,
            rates,
            total,
            amends: None,
            reason: None,
        })
    }
}

impl Buyer {
    /// Somebody at an address that something is sent to.
    pub fn at(address: NewAddress, email: Option<String>) -> Self {
        let NewAddress { name, company, line1, line2, postal_code, city, country, phone: _, is_default: _ } =
            address;
        let town = format!("{postal_code} {city}");
        let lines = [company, Some(line1), line2, Some(town), Some(country)];
        Self { name: Some(name), email, address: lines.into_iter().flatten().collect() }
    }
}
