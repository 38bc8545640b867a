//! What every capability shares: migrations, privileges, the outbox, the audit.

mod grant;
mod migrate;

pub use grant::grant;
pub use migrate::migrate;
