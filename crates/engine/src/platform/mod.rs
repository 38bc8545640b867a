//! What moves by itself.

mod announce;
mod bus;
mod jobs;
mod relay;
mod tasks;
mod workers;

pub(crate) use announce::Announcer;
pub(crate) use workers::{NotDone, Workers};
