//! Who somebody is and what they may do.

mod address;
mod email;
mod name;
mod password;
mod permission;
mod session;
mod user;

pub use address::{Address, AddressError, NewAddress};
pub use email::{Email, EmailError};
pub use name::{Name, NameError};
pub use password::{Password, PasswordError};
pub use permission::{Permission, Role, UnknownRole};
pub use session::Session;
pub use user::User;
