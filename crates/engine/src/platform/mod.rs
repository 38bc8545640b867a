//! What moves by itself.

mod announce;
mod bus;
mod jobs;
mod relay;
mod tasks;

pub(crate) use announce::Announcer;
