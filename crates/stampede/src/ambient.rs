//! Real time and randomness. The shop takes both as arguments so that tests can decide them; a load tool lives in the
//! real world, and this is its only door to it.

use chrono::{DateTime, Utc};
use rand::Rng;
use uuid::{Builder, Uuid};

/// The time by this machine's clock.
#[expect(clippy::disallowed_methods, reason = "a load tool measures real time")]
#[must_use]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A fresh time-ordered id.
#[must_use]
pub fn id() -> Uuid {
    let millis = u64::try_from(now().timestamp_millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &rand::rng().random()).into_uuid()
}

/// `length` random letters and digits, for names and secrets.
#[must_use]
pub fn word(length: usize) -> String {
    rand::rng().sample_iter(rand::distr::Alphanumeric).take(length).map(char::from).collect()
}
