//! Orders: their states, their numbers, and the keys that make placing one repeatable.

mod fulfilment;
mod idempotency;
mod number;
mod order;
mod status;

pub use fulfilment::{NewShipment, NotLeft, Shipment, Units, check_note};
pub use idempotency::{Fingerprint, Idempotency, IdempotencyKey, IdempotencyKeyError};
pub use number::{OrderNumber, OrderNumberError};
pub use order::{Actor, By, Line, Order, TimelineEntry};
pub use status::{IllegalTransition, OrderStatus, Transition};
