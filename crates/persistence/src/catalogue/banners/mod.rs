//! Banners of the home page.

mod create;
mod edit;
mod find;
mod list;
mod row;
mod write;

pub use create::create;
pub use edit::{edit, lock};
pub use find::find;
pub use list::list;
pub use write::WriteError;
