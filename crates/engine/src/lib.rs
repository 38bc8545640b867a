//! What moves by itself or spans several steps: purchase lanes, the sale board, sweeps, the settlement of payments.
//!
//! `http` calls in here for whatever has several steps or more than one caller; plain reads and writes go straight to
//! `persistence`.

pub mod ambient;
pub mod cart;
pub mod catalogue;
mod engine;
pub mod identity;
pub mod invoices;
pub mod orders;
pub mod payments;
pub mod platform;
pub mod sales;
pub mod webhooks;

pub use engine::{Engine, EngineSettings};
