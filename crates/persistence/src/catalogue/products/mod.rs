//! Products with all that can be said about them.

mod create;
mod edit;
mod find;
mod list;
mod locate;
mod row;
mod write;

pub use create::create;
pub use edit::{edit, lock};
pub use find::find;
pub(crate) use list::list;
pub use locate::locate;
pub(crate) use row::OfferJson;
pub use write::WriteError;
