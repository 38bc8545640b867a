//! The outside world, each part behind one small trait with a local stand-in.
//!
//! So far: payments, mail, Redis, and the registry of replicas in it. Object storage and Stripe will live here too.

pub mod mail;
pub mod payments;
pub mod redis;
pub mod registry;
