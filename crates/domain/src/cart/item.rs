use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::catalogue::{Image, Price};
use crate::promotions::Code;
use crate::{CartId, Currency, Money, MoneyError, ProductId};

/// Why an item cannot be bought as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemProblem {
    /// There are some, but fewer than that.
    InsufficientStock,
    /// There are none.
    OutOfStock,
    /// The product is not sold any more.
    Unavailable,
}

/// A product in a cart, as it is at the moment of looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which product.
    pub product: ProductId,
    /// Its address.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// Its first picture.
    pub image: Option<Image>,
    /// Whether it is sold at all.
    pub published: bool,
    /// What one unit costs now.
    pub price: Price,
    /// VAT contained in the price, in hundredths of a percent.
    pub vat_basis_points: u32,
    /// Weight of one unit in grams.
    pub weight_grams: u32,
    /// Units in stock.
    pub stock: i64,
    /// Counts what staff did to the product.
    pub version: i64,
    /// How many units.
    pub quantity: u32,
}

/// The code of a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedCode {
    /// The code.
    pub code: Code,
    /// How many orders of this customer hold a use of it, as far as it is known who it is.
    pub used: u32,
}

/// What somebody means to buy, as it is at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cart {
    /// Its id; none when nobody put anything in yet.
    pub id: Option<CartId>,
    /// What the shop sells in.
    pub currency: Currency,
    /// What is in it, first put in first.
    pub items: Vec<Item>,
    /// The code that was entered.
    pub code: Option<UsedCode>,
    /// The moment, by PostgreSQL's clock.
    pub at: DateTime<Utc>,
}

impl Item {
    /// Why it cannot be bought as it is.
    pub fn problem(&self) -> Option<ItemProblem> {
        if !self.published {
            Some(ItemProblem::Unavailable)
        } else if self.stock <= 0 {
            Some(ItemProblem::OutOfStock)
        } else if self.stock < i64::from(self.quantity) {
            Some(ItemProblem::InsufficientStock)
        } else {
            None
        }
    }

    /// Whether it counts for the totals: what cannot be bought at all does not.
    pub fn counts(&self) -> bool {
        match self.problem() {
            None | Some(ItemProblem::InsufficientStock) => true,
            Some(ItemProblem::OutOfStock | ItemProblem::Unavailable) => false,
        }
    }

    /// What its units cost.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] past 64 bits.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.price.now.times(self.quantity)
    }
}

impl Cart {
    /// The items that count for the totals.
    pub fn counted(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.counts())
    }

    /// What the items that count weigh, in grams.
    pub fn weight_grams(&self) -> u64 {
        self.counted().map(|item| u64::from(item.weight_grams) * u64::from(item.quantity)).sum()
    }
}
