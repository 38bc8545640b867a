//! Products, as far as a sale needs them.

mod product;

pub use product::{Product, ProductStatus, Slug, SlugError};
