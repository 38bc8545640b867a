//! What moves by itself.

mod bus;
mod relay;
mod tasks;
