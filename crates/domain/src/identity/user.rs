use chrono::{DateTime, Utc};

use super::{Email, Role};
use crate::UserId;

/// An account as the shop knows it. The password hash never leaves `persistence`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The account's id.
    pub id: UserId,
    /// Unique, whatever its case.
    pub email: Email,
    /// When its owner has shown to read what is sent there; none when they have not.
    pub email_verified_at: Option<DateTime<Utc>>,
    /// What to call this person, when they said.
    pub name: Option<String>,
    /// Decides the permissions.
    pub role: Role,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}
