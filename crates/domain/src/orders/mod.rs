//! Orders: their states, their numbers, and the keys that make placing one repeatable.

mod idempotency;
mod number;
mod order;
mod status;

pub use idempotency::{Fingerprint, Idempotency, IdempotencyKey, IdempotencyKeyError};
pub use number::OrderNumber;
pub use order::{Actor, Line, Order, TimelineEntry};
pub use status::{IllegalTransition, OrderStatus, Transition};
