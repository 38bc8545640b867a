//! The SQL on a real PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a step that cannot go on fails its test")]

mod broken;
mod cart;
mod catalogue;
mod identity;
mod invoices;
mod orders;
mod payments;
mod platform;
mod reviews;
mod sales;
mod webhooks;
