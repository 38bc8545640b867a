//! The outside world, each part behind one small trait with a local stand-in.
//!
//! Payments (Stripe), mail, object storage, webhooks, Redis, and the registry of replicas in it.

pub mod mail;
pub mod payments;
pub mod redis;
pub mod registry;
pub mod storage;
pub mod webhooks;
