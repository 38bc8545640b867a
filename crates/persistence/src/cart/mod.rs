//! Carts, and the orders that are made from them.

mod change;
mod check_out;
mod checkout;
mod expire;
mod find;
mod forget;
mod merge;
mod owner;
mod set_item;
mod use_code;

pub use change::{clear, remove_code, remove_item};
pub use check_out::{CheckoutOrder, Placed, Short, Verdict, by_key, check_out};
pub(crate) use checkout::{AddressJson, checkouts, release, settle};
pub use expire::expire;
pub use find::find;
pub use forget::forget;
pub use merge::merge;
pub use owner::Owner;
pub use set_item::{Fresh, SetItem, set_item};
pub use use_code::{UseCodeError, use_code};
