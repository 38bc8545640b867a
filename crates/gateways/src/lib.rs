//! The outside world, each part behind one small trait with a local stand-in.
//!
//! So far: payments. Mail, object storage, Stripe and Redis will live here too.

pub mod payments;
