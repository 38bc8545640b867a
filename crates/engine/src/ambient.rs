//! Time and fresh ids from the real world. Nothing else in the shop reads a clock or rolls a die.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// This machine's time. Whatever decides about a sale uses PostgreSQL's instead.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A fresh UUIDv7 (RFC 9562 §5.7): later ones are greater.
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
pub fn fresh_id() -> Uuid {
    Uuid::now_v7()
}
