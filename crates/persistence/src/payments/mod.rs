//! Attempts to pay, and what goes back of them.

mod ask_refund;
mod end_refund;
mod events;
mod find;
mod latest;
mod list_refunds;
mod open;
mod progress;
mod record;
mod refund;
mod refunds;
mod unsettled;
mod unsettled_refunds;

pub use ask_refund::{ask_refund, note_reference};
pub use end_refund::{fail_refund, settle_refund};
pub use events::{apply_event, receive_event};
pub use find::{find, find_alive, find_by_reference, is_payable};
pub(crate) use latest::latest;
pub use list_refunds::list_refunds;
pub use open::{OpenError, Opened, open};
pub use progress::{abandon, adopt, note_dispute, note_step};
pub use record::record;
pub use refund::{NewRefundRow, refund, refunded_by_key};
pub(crate) use refunds::refunds;
pub use unsettled::unsettled;
pub use unsettled_refunds::unsettled_refunds;
