//! The outside world, each part behind one small trait with a local stand-in.
//!
//! So far: payments, Redis, and the registry of replicas in it. Mail, object storage and Stripe will live here too.

pub mod payments;
pub mod redis;
pub mod registry;
