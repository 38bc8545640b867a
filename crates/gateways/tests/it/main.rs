//! The gateways against the real parts.
#![expect(clippy::unwrap_used, reason = "a step that cannot go on fails its test")]

mod redis;
mod registry;
mod sliding_window;
mod smtp;
mod storage;
