//! The SQL on a real PostgreSQL.

mod orders;
mod platform;
mod sales;
