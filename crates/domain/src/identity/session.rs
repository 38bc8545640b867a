use chrono::{DateTime, Utc};

use crate::SessionId;

/// A sign-in that is not over, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The sign-in.
    pub id: SessionId,
    /// What the client called itself at the sign-in.
    pub user_agent: Option<String>,
    /// When somebody signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last renewed: an access token lives 15 minutes, so it may have been used that much later.
    pub last_used_at: DateTime<Utc>,
}
