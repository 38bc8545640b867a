//! Payments at work: authorise, claim the order, capture; refund; and the reconciler that finishes what was cut short.
//!
//! The customer's request, the provider's events and the reconciler settle a payment by the same code ([`settle`]): they
//! ask the provider how it stands and bring the order there.
//!
//! No transaction is open and no row locked while the provider is asked.

mod capture;
mod end_refund;
mod pay;
mod reconcile;
mod refund;
mod settle;
mod take_event;

pub(crate) use capture::capture;
pub use end_refund::{fail_refund, settle_refund};
pub use pay::{Paid, PayError, pay};
pub use reconcile::{Reconciled, reconcile};
pub(crate) use refund::refund;
use refund::refund_again;
pub use take_event::{TakeEventError, take_event};
