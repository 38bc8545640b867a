//! What happens around every request.

mod address;
mod envelope;
mod limit;
mod public_answers;

pub use address::ClientAddress;
pub(crate) use envelope::envelope;
pub(crate) use limit::limit_by_address;
pub(crate) use public_answers::{PublicAnswers, public_answer};
