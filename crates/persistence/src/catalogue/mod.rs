//! Products and the movements of their stock.

mod create;
mod find;
mod list;
pub(crate) mod product;
mod stock;

pub use create::{CreateError, NewProduct, create};
pub use find::find;
pub use list::list;
pub use stock::{Reason, move_stock};
