//! Carts: what is in them, what it costs with discount, shipping and VAT, and what an order made from one remembers.

mod checkout;
mod item;
mod shares;
mod shipping;
mod totals;

pub use checkout::{Checkout, CheckoutLine};
pub use item::{Cart, Item, ItemProblem, UsedCode};
pub(crate) use shares::shares;
pub use shipping::{Band, ShippingMethod, Zone};
pub(crate) use totals::vat_in;
pub use totals::{AtRate, LineTotals, Totals, Vat, by_rate, vat_contained};

/// How long a checkout holds its units for payment, in seconds.
pub const HOLD_SECONDS: i32 = 30 * 60;
/// The most units of one product.
pub const MAX_QUANTITY: u32 = 999;
