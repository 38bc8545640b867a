//! Orders: their states, their numbers, what is paid back of them and sent back, and the keys that make placing one repeatable.

mod fulfilment;
mod idempotency;
mod number;
mod order;
mod refunding;
mod returns;
mod status;

pub use fulfilment::{NewShipment, NotLeft, Shipment, Units, check_note};
pub use idempotency::{Fingerprint, Idempotency, IdempotencyKey, IdempotencyKeyError};
pub use number::{OrderNumber, OrderNumberError};
pub use order::{Actor, By, Line, Order, TimelineEntry};
pub use refunding::{Left, LineLeft, NewRefund, NotRefundable, RefundPlan};
pub use returns::{
    Arrival, IllegalReturn, NewReturn, NotReturnable, RETURN_WINDOW, Return, ReturnStatus,
    UnknownReturnStatus, check_answer,
};
pub use status::{IllegalTransition, OrderStatus, Transition};
