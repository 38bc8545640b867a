//! The binary `doorbuster`: configuration, wiring, the embedded PostgreSQL, the operator's commands.
//!
//! It is a library too, so that tests can start a shop in their own process.

pub mod cli;
mod commands;
pub mod config;
pub mod demo;
pub mod embedded;
pub mod listener;
mod open_files;
mod registration;
mod secrets;
mod storage;
mod telemetry;
mod wiring;

pub use storage::{Storage, StorageError};
pub use telemetry::install_metrics;
pub use wiring::{LANE_LIMITS, engine};
