//! The catalogue: products, what they are filed under, what they cost right now, and what the shop window shows.

mod address;
mod banner;
mod discount;
mod mistake;
mod picture;
mod price;
mod product;
mod stock;
mod taxon;

pub use address::{IdOrSlug, Slug, SlugError};
pub use banner::{Banner, NewBanner};
pub use discount::{Discount, DiscountTarget, NewDiscount};
pub use mistake::Mistake;
pub(crate) use mistake::Mistakes;
pub use picture::{Picture, PictureFile, PictureFormat};
pub use price::{Offer, Price, discounted_minor};
pub use product::{Image, NewProduct, Product, ProductStatus, ProductTaxa};
pub use stock::{StockChange, StockMovement, StockReason};
pub use taxon::{NewTaxon, Taxon, TaxonRef, Taxonomy};
