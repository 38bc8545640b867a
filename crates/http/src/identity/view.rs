use chrono::{DateTime, Utc};
use doorbuster_domain::identity::{Role, Session, User};
use doorbuster_domain::platform::Page;
use doorbuster_domain::{SessionId, UserId};
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
    /// Whether its owner has shown to read what is sent there.
    pub email_verified: bool,
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
        let User { id, email, email_verified_at, name, role, created_at } = user;
        Self {
            id,
            email: email.to_string(),
            email_verified: email_verified_at.is_some(),
            name,
            role,
            created_at,
        }
    }
}

/// A sign-in that is not over.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// Its id.
    pub id: SessionId,
    /// Whether this request is part of it.
    pub current: bool,
    /// What the client called itself at the sign-in, at most 200 characters; null when it said nothing.
    #[schema(
        example = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        max_length = 200
    )]
    pub user_agent: Option<String>,
    /// When somebody signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last renewed. A client renews every 15 minutes while it is in use.
    pub last_used_at: DateTime<Utc>,
}

/// One page of sessions.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SessionPage)]
pub struct SessionsPage {
    /// The sessions, latest sign-in first.
    pub items: Vec<SessionView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl SessionView {
    fn seen_from(session: Session, current: SessionId) -> Self {
        let Session { id, user_agent, created_at, last_used_at } = session;
        Self { id, current: id == current, user_agent, created_at, last_used_at }
    }
}

impl SessionsPage {
    /// The page as somebody in the session `current` sees it.
    pub fn seen_from(page: Page<Session>, current: SessionId) -> Self {
        let Page { items, next } = page.map(|session| SessionView::seen_from(session, current));
        Self { items, next_cursor: next.map(|cursor| cursor.to_string()) }
    }
}
