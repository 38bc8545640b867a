//! Stampede: what drives Doorbuster to its limits and counts what comes back. A developer's tool, not shipped.
//!
//! - [`client`]: connections, the bytes of requests, a strict reader of answers.
//! - [`load`]: closed and open loops of purchases over many connections.
//! - [`report`]: latencies, rates, medians and ratios.
//! - [`baselines`]: the designs that Doorbuster is measured against.
//! - [`process`]: servers as child processes, what they cost in memory and processor time.
//! - [`history`], [`check`]: what buyers saw, and whether a shop may do that.
//! - [`watchers`]: thousands of open streams.
//! - [`guests`]: who shops without an account.
//! - [`crowd`], [`faults`]: who buys while things break.
//! - [`cluster`]: the shop on several processes behind nginx.
//! - [`commands`]: what the binary `stampede` does with all this.

pub mod ambient;
pub mod baselines;
pub mod check;
pub mod client;
pub mod cluster;
pub mod commands;
pub mod crowd;
pub mod faults;
pub mod guests;
pub mod history;
pub mod limits;
pub mod load;
pub mod process;
pub mod report;
pub mod watchers;
