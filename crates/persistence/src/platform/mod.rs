//! What every capability shares: migrations, privileges, the outbox, jobs, the bus, the audit.

mod audit;
mod bus;
mod empty;
mod grant;
pub mod jobs;
mod migrate;
mod outbox;
mod ping;
mod session;
mod timezone;

pub use audit::{Finding, audit};
pub use bus::{Bus, News, NotNews};
pub use empty::empty;
pub use grant::grant;
pub use migrate::migrate;
pub use outbox::relay;
pub use ping::ping;
pub use session::{Session, end_sessions, session};
pub use timezone::knows_timezone;
