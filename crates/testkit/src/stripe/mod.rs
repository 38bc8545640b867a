//! A small Stripe of a test's own: it keeps state, captures by hand, refunds, honours idempotency keys, signs and delivers
//! events, and does wrong what it is told to do wrong.
//!
//! It is a server of its own, steered over HTTP below `/_control`, whether a test starts it on a thread ([`StripeEmulator`])
//! or somebody runs the program `stripe-emulator`. What a shop's process loses, it has.

mod api;
mod client;
mod control;
mod events;
mod faults;
mod form;
mod intent;
mod server;
mod shop;
mod world;

pub use client::StripeEmulator;
pub use events::sign;
pub use server::serve;
