//! PostgreSQL: the only crate with SQL.
//!
//! Functions work on a connection; whoever needs several in one transaction begins a [`Work`] and consumes it with
//! [`Work::commit`]. Rows become domain types here, and constraint names become refusals; nothing above this crate
//! knows a column. The lock order everywhere: sale → carts by id → orders by id → products by id → codes by
//! id → what lies in a cart.

pub mod cart;
pub mod catalogue;
mod database;
mod error;
pub mod identity;
pub mod invoices;
pub mod orders;
pub mod payments;
pub mod platform;
pub mod promotions;
pub mod reviews;
pub mod sales;
pub mod search;
pub mod webhooks;

pub use database::{Database, MIGRATOR, Work};
pub use error::Error;
pub use sqlx::postgres::{PgConnectOptions, PgConnection};
