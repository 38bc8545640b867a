//! What happens around every request.

mod address;
mod envelope;
mod limit;

pub use address::ClientAddress;
pub(crate) use envelope::envelope;
pub(crate) use limit::limit_by_address;
