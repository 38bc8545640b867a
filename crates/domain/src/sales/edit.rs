use chrono::{DateTime, Utc};

use super::{NewSale, Sale};
use crate::Money;

/// What staff change about a sale. What is none stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaleEdit {
    /// What it is called.
    pub title: Option<String>,
    /// Gross price of one unit, for orders placed from now on.
    pub price: Option<Money>,
    /// Selling starts here.
    pub starts_at: Option<DateTime<Utc>>,
    /// Selling stops here.
    pub ends_at: Option<DateTime<Utc>>,
    /// Units given to the sale in all, those that orders hold included.
    pub allocated: Option<u32>,
    /// Most units of one order placed from now on.
    pub per_customer_limit: Option<u32>,
    /// How long units of orders placed from now on are held, in seconds.
    pub hold_seconds: Option<u32>,
}

impl SaleEdit {
    /// The sale as it shall be, described as if it were made so: the same rules decide about both.
    pub fn on(&self, sale: &Sale) -> NewSale {
        let Self { title, price, starts_at, ends_at, allocated, per_customer_limit, hold_seconds } = self;
        let current = sale.as_made();
        NewSale {
            product_id: current.product_id,
            title: title.as_ref().map_or(current.title, |title| title.trim().to_owned()),
            price: price.unwrap_or(current.price),
            starts_at: starts_at.unwrap_or(current.starts_at),
            ends_at: ends_at.unwrap_or(current.ends_at),
            allocated: allocated.unwrap_or(current.allocated),
            per_customer_limit: per_customer_limit.unwrap_or(current.per_customer_limit),
            hold_seconds: hold_seconds.unwrap_or(current.hold_seconds),
        }
    }
}

impl Sale {
    /// What the sale would be asked for as, to be as it is.
    pub fn as_made(&self) -> NewSale {
        NewSale {
            product_id: self.product.id,
            title: self.title.clone(),
            price: self.price,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            allocated: u32::try_from(self.allocated).unwrap_or(u32::MAX),
            per_customer_limit: self.per_customer_limit,
            hold_seconds: self.hold_seconds,
        }
    }

    /// Units that orders hold: no allocation may be less.
    pub fn held(&self) -> i64 {
        self.allocated - self.remaining
    }
}

#[cfg(test)]
mod tests {
    use super::super::NewSaleError;
    use super::*;
    use crate::sales::reference::sale;
    use chrono::TimeDelta;

    #[test]
    fn what_is_not_said_stays() {
        let sale = sale();
        assert_eq!(SaleEdit::default().on(&sale), sale.as_made());
        let edit = SaleEdit { title: Some(" New ".into()), allocated: Some(7), ..SaleEdit::default() };
        let expected = NewSale { title: "New".into(), allocated: 7, ..sale.as_made() };
        assert_eq!(edit.on(&sale), expected);
    }

    #[test]
    fn an_edit_obeys_the_rules_of_a_new_sale_as_a_whole() {
        let sale = sale();
        let now = sale.starts_at;
        // Each of the two times is fine, but not with the other.
        let edit = SaleEdit { starts_at: Some(sale.ends_at + TimeDelta::seconds(1)), ..SaleEdit::default() };
        assert_eq!(edit.on(&sale).check(now), Err(vec![NewSaleError::Window]));
        let edit = SaleEdit { ends_at: Some(now), ..SaleEdit::default() };
        assert_eq!(edit.on(&sale).check(now), Err(vec![NewSaleError::Window]));
        let edit = SaleEdit { allocated: Some(0), ..SaleEdit::default() };
        assert_eq!(edit.on(&sale).check(now), Err(vec![NewSaleError::Allocated]));
    }
}
