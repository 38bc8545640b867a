//! The API over the real router, on a real PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a step that cannot go on fails its test")]

mod cart;
mod catalogue;
mod identity;
mod invoices;
mod orders;
mod payments;
mod permissions;
mod platform;
mod reviews;
mod sales;
mod webhooks;
