//! Tests of the server crate against real processes.
#![expect(clippy::unwrap_used, reason = "a step that cannot go on fails its test")]

mod embedded;
mod shop;
