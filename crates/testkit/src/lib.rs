//! For tests only: a shop in a box, on a real PostgreSQL, with the real router in this process.
//!
//! A test that cannot set itself up fails by panicking: that is what `expect` means throughout this crate.
#![expect(clippy::expect_used, reason = "a test that cannot set itself up fails by panicking")]

mod cluster;
mod events;
mod people;
mod port;
pub mod proxy;
mod race;
mod receiver;
pub mod redis;
mod request;
pub mod s3;
mod sales;
mod shop;
pub mod smtp;
pub mod stripe;

pub use events::{Event, Events};
pub use people::Person;
pub use race::Race;
pub use receiver::{Received, Receiver, Reply};
pub use request::{Answer, Request};
pub use sales::SaleSpec;
pub use shop::{STRIPE_WEBHOOK_SECRET, Shop, ShopBuilder};
