use super::{ShippingMethod, Vat, vat_contained};
use crate::identity::{Email, NewAddress};
use crate::{Money, MoneyError};

/// What an order that was made from a cart remembers besides its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkout {
    /// Where the customer is reached about it.
    pub email: Email,
    /// Where it goes.
    pub shipping_address: NewAddress,
    /// How it travels.
    pub shipping_method: ShippingMethod,
    /// The code that was used, as it was then.
    pub code: Option<String>,
    /// What the code took off.
    pub discount: Money,
    /// What the parcel costs.
    pub shipping: Money,
    /// What its lines do not say, one each, in their order.
    pub lines: Vec<CheckoutLine>,
}

/// What a line of an order does not say by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckoutLine {
    /// What the line costs before the code's discount.
    pub total: Money,
    /// List price of one unit.
    pub list_price: Money,
    /// Its share of the code's discount.
    pub discount: Money,
    /// VAT contained in it, in hundredths of a percent.
    pub vat_basis_points: u32,
}

impl Checkout {
    /// Σ lines.
    ///
    /// # Errors
    /// [`MoneyError`] when it does not fit.
    pub fn subtotal(&self) -> Result<Money, MoneyError> {
        let zero = Money::new(0, self.shipping.currency);
        self.lines.iter().try_fold(zero, |sum, line| sum.plus(line.total))
    }

    /// The VAT contained in the order's total, by rate.
    pub fn vat(&self) -> Vec<Vat> {
        let goods =
            self.lines.iter().map(|line| (line.vat_basis_points, line.total.minor - line.discount.minor));
        vat_contained(goods, self.shipping.minor, self.shipping.currency)
    }
}
