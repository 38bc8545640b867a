//! The design that Doorbuster is measured against: what most shops do, done well. One transaction per request.
//!
//! One transaction per request, which locks the sale's row, decides, writes, and commits: five round trips, with the row
//! locked for four of them and for the wait for the disk. It is correct, and it writes the same rows into the same
//! tables, indexes and cluster, under the same durability, so that `doorbuster audit` finds nothing to object. It
//! verifies the same tokens, takes the same body and gives the same answers.
//!
//! It is helped where a comparison could be called unfair: its five statements do what is usually written as eight, its
//! connections are open and its statements prepared before the first request, its pool of ten is the size at which it is
//! fastest, and it has neither limiter nor metrics nor request ids. One thing it does that others would not: an entry in
//! the ledger and in the outbox for each commit. Without them it was 3 % faster in rounds that took turns, less than one
//! round differs from the next.
//!
//! Its SQL stands here and not in `persistence` because it is the exhibit, not the shop. For the same reason it is not
//! checked at compile time: that would put it among the shop's own queries in `.sqlx`. A test runs all of it.

mod answer;
mod buy;
mod server;
mod token;

pub use buy::{Refusal, Sold, buy};
pub use server::{Naive, router};
pub use token::TokenCheck;

pub(super) use answer::problem;
pub(super) use server::Customer;

/// With more connections it gets slower: they all wait for the same row.
pub const POOL: u32 = 10;
