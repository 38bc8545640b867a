//! A minimal HTTP/1.1 client: it must cost less than the server that it measures, on the same two cores.

mod api;
mod connection;
pub mod events;
pub mod request;
pub mod response;
mod target;

pub use api::{Api, Offer, Refused, SaleView};
pub use connection::{Connection, Lost};
pub use target::Target;
