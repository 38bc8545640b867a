//! What is broken while a crowd buys, decided by a seed so that it can be broken again.

mod schedule;
mod stage;

pub use schedule::{Fault, Injection, Planned, schedule};
pub use stage::Stage;
