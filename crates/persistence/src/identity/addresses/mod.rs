//! Address books.

mod create;
mod delete;
mod find;
mod list;
mod row;
mod update;

pub use create::{CreateAddressError, create_address};
pub use delete::delete_address;
pub use find::find_address;
pub use list::list_addresses;
pub use update::update_address;
