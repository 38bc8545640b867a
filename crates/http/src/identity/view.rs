use chrono::{DateTime, Utc};
use doorbuster_domain::UserId;
use doorbuster_domain::identity::{Role, User};
use serde::Serialize;

/// An account.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = User)]
pub struct UserView {
    /// Its id.
    pub id: UserId,
    /// In lower case.
    #[schema(example = "ada@example.com")]
    pub email: String,
    /// What to call this person, when they said.
    #[schema(example = "Ada Lovelace")]
    pub name: Option<String>,
    /// What the account is for.
    pub role: Role,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        let User { id, email, name, role, created_at } = user;
        Self { id, email: email.to_string(), name, role, created_at }
    }
}
