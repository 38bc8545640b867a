//! Reviews: written once per order line, moderated, counted.

mod create;
mod find;
mod list;
mod list_own;
mod list_published;
mod moderate;
mod row;
mod update;
mod withdraw;

pub use create::{CreateReviewError, create};
pub use find::{find, lock};
pub use list::list;
pub use list_own::list_own;
pub use list_published::list_published;
pub use moderate::{publish, reject};
pub use update::update;
pub use withdraw::withdraw;
