//! Brands, regions, categories and tags: four taxonomies, one table, one way.

mod create;
mod edit;
mod find;
mod list;
mod row;
mod tree;

pub use create::{WriteError, create};
pub use edit::{edit, lock};
pub use find::find;
pub use list::list;
pub use tree::{MOST_CATEGORIES, tree};
