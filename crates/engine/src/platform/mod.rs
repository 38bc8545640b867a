//! What moves by itself.

mod relay;
mod tasks;
