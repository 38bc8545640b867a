//! The API over the real router, on a real PostgreSQL.

mod catalogue;
mod identity;
mod orders;
mod permissions;
mod platform;
mod sales;
