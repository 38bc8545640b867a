//! Products and the movements of their stock, the taxonomies, discounts, banners and best sellers.

pub mod banners;
mod best_sellers;
pub mod discounts;
pub mod images;
pub mod products;
mod stock;
pub mod taxa;

pub use best_sellers::count_best_sellers;
pub use stock::{ChangeStockError, Reason, change_stock, move_stock};
