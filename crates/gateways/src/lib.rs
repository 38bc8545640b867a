//! The outside world, each part behind one small trait with a local stand-in.
//!
//! So far: payments, and Redis. Mail, object storage and Stripe will live here too.

pub mod payments;
pub mod redis;
