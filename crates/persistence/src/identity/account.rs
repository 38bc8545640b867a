use chrono::{DateTime, Utc};
use doorbuster_domain::UserId;
use doorbuster_domain::identity::{Role, User};
use uuid::Uuid;

use crate::Error;

/// An account and the epoch that its next access token is made in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Who it is.
    pub user: User,
    /// Tokens of an earlier epoch are worthless.
    pub epoch: i32,
}

/// A row of `users` without its secrets, unchecked.
pub(super) struct AccountRow {
    pub(super) id: Uuid,
    pub(super) email: String,
    pub(super) email_verified_at: Option<DateTime<Utc>>,
    pub(super) name: Option<String>,
    pub(super) role: String,
    pub(super) epoch: i32,
    pub(super) created_at: DateTime<Utc>,
}

impl TryFrom<AccountRow> for Account {
    type Error = Error;

    fn try_from(row: AccountRow) -> Result<Self, Error> {
        let AccountRow { id, email, email_verified_at, name, role, epoch, created_at } = row;
        let email = email.parse().map_err(|_| Error::Corrupt("users.email"))?;
        let user =
            User { id: UserId(id), email, email_verified_at, name, role: read_role(&role)?, created_at };
        Ok(Self { user, epoch })
    }
}

pub(super) fn read_role(role: &str) -> Result<Role, Error> {
    role.parse().map_err(|_| Error::Corrupt("users.role"))
}
