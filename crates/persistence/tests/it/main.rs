//! The SQL on a real PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a step that cannot go on fails its test")]

mod cart;
mod catalogue;
mod orders;
mod platform;
mod sales;
mod webhooks;
