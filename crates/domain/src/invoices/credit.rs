use chrono::NaiveDate;

use super::{Contents, InvoiceLine, InvoiceNumber, RateTotals, Seller};
use crate::cart::{shares, vat_in};
use crate::{Money, ProductId};

/// A refund that was settled, as its credit note needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The day on which the money went back, in the shop's time zone.
    pub settled_on: NaiveDate,
    /// What of the goods went back.
    pub lines: Vec<CreditedLine>,
    /// What of the shipping went back.
    pub shipping: Money,
    /// Why, when there is something to say.
    pub reason: Option<String>,
}

/// What of one line went back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditedLine {
    /// Which line: an order has at most one of a product.
    pub product_id: ProductId,
    /// How many units; 0 when only money went back.
    pub quantity: u32,
    /// How much, VAT included.
    pub amount: Money,
}

/// A refund is of something that the invoice does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("product {0} is not on the invoice")]
pub struct NotInvoiced(pub ProductId);

impl Contents {
    /// What the credit note of a refund says that `seller` issues `today`. `self` is the invoice, `number` its number, and
    /// `earlier` are the credit notes that it has already.
    ///
    /// At each rate the VAT is what the credited amounts contain together, less what the earlier notes said. So notes that
    /// give everything back give back exactly the invoice's VAT, in however many parts, and none is negative. Shipping is
    /// split over the rates as on the invoice: in proportion to what is left of it.
    ///
    /// # Errors
    /// [`NotInvoiced`]
    pub fn credit(
        &self,
        number: InvoiceNumber,
        earlier: &[Self],
        credit: Credit,
        seller: &Seller,
        today: NaiveDate,
    ) -> Result<Self, NotInvoiced> {
        let Credit { settled_on, lines, shipping, reason } = credit;
        let lines = lines.into_iter().map(|line| self.credited(line)).collect::<Result<Vec<_>, _>>()?;
        let money = |minor| Money::new(minor, self.total.currency);
        let said: Vec<Said> = self.rates.iter().map(|rate| Said::by(earlier, rate.basis_points)).collect();
        let left =
            self.rates.iter().zip(&said).map(|(rate, said)| (rate.shipping.minor - said.shipping).max(0));
        let shipped = shares(shipping.minor, &left.collect::<Vec<i64>>());
        let rates = self.rates.iter().zip(said).zip(shipped).map(|((rate, said), shipping)| {
            let here = lines.iter().filter(|line| line.vat_basis_points == rate.basis_points);
            let gross = here.map(|line| line.amount.minor).sum::<i64>() + shipping;
            let vat = vat_in(said.gross + gross, rate.basis_points) - vat_in(said.gross, rate.basis_points);
            RateTotals::new(rate.basis_points, money(gross), money(vat), money(shipping))
        });
        let goods: i64 = lines.iter().map(|line| line.amount.minor).sum();
        Ok(Self {
            seller: seller.clone(),
            buyer: self.buyer.clone(),
            issued_on: today,
            settled_on,
            code: None,
            shipping,
            shipping_method: self.shipping_method.filter(|_| shipping.minor > 0),
            rates: rates.filter(|rate| rate.gross.minor != 0).collect(),
            total: money(goods + shipping.minor),
            lines,
            amends: Some(number),
            reason,
        })
    }

    /// The invoice's line as it is on the credit note.
    fn credited(&self, line: CreditedLine) -> Result<InvoiceLine, NotInvoiced> {
        let CreditedLine { product_id, quantity, amount } = line;
        let invoiced = self.lines.iter().find(|line| line.product_id == product_id);
        let invoiced = invoiced.ok_or(NotInvoiced(product_id))?.clone();
        Ok(InvoiceLine { quantity, amount, discount: Money::new(0, amount.currency), ..invoiced })
    }
}

/// What earlier credit notes said at one rate, in minor units.
#[derive(Clone, Copy)]
struct Said {
    gross: i64,
    shipping: i64,
}

impl Said {
    fn by(earlier: &[Contents], basis_points: u32) -> Self {
        let rates = earlier.iter().flat_map(|note| &note.rates);
        rates.filter(|rate| rate.basis_points == basis_points).fold(
            Self { gross: 0, shipping: 0 },
            |said, rate| Self {
                gross: said.gross + rate.gross.minor,
                shipping: said.shipping + rate.shipping.minor,
            },
        )
    }
}
