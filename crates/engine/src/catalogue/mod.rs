//! What moves by itself in the catalogue.

mod best_sellers;
pub mod images;

pub use best_sellers::count_best_sellers;
