//! Who is signed in: accounts, access tokens, refresh tokens, revocations; and what is written to account holders.
//!
//! An access token lives 15 minutes and is verified without the database: by its MAC, its expiry, and a map of what
//! was revoked lately. A refresh token lives 30 days, is kept as a hash, and is replaced at each use.

mod access_token;
mod authenticate;
mod change_email;
mod change_password;
mod confirm_email;
mod create_user;
mod error;
mod forget_expired;
mod judge_and_hash;
mod learn;
mod load_users;
mod log_out;
mod log_out_everywhere;
mod mails;
mod opaque_token;
mod passwords;
mod poll_revocations;
mod reauthenticate;
mod refresh;
mod refresh_token;
mod register;
mod request_email_verification;
mod request_password_reset;
mod reset_password;
mod revocations;
mod revoke_session;
mod sign_in;

use std::sync::Arc;

use doorbuster_domain::identity::Role;
use doorbuster_domain::platform::Task;
use doorbuster_domain::{SessionId, UserId};
use doorbuster_persistence::platform::jobs::enqueue;
use doorbuster_persistence::{Database, Error, PgConnection};
use secrecy::SecretString;
use tokio::sync::Notify;

use crate::ambient::{fresh_id, now};
use crate::platform::Announcer;
use access_token::AccessTokens;
use passwords::Passwords;
use revocations::Revocations;

pub use access_token::Rejected;
pub use authenticate::AuthenticateError;
pub use change_email::ChangeEmailError;
pub use change_password::ChangePasswordError;
pub use confirm_email::ConfirmEmailError;
pub use error::IdentityError;
pub use load_users::{LoadUser, LoadedUsers};
pub use mails::MailSettings;
pub(crate) use mails::{Letter, LetterError};
pub use opaque_token::OpaqueToken;
pub use reauthenticate::ReauthenticateError;
pub use refresh::RefreshError;
pub use refresh_token::RefreshToken;
pub use register::{RegisterError, Registration};
pub use reset_password::ResetPasswordError;
pub use sign_in::SignedIn;

/// Accounts and sessions on one database. Cheap to clone.
#[derive(Clone)]
pub struct Identity(Arc<Inner>);

struct Inner {
    database: Database,
    access_tokens: AccessTokens,
    revocations: Revocations,
    passwords: Passwords,
    announcer: Arc<Announcer>,
    /// Rings when there is a job.
    jobs: Arc<Notify>,
}

/// The secrets of the sessions.
#[derive(Clone, Debug)]
pub struct IdentitySettings {
    /// `JWT_SECRET`, at least 32 bytes: signs access tokens.
    pub jwt_secret: SecretString,
    /// `JWT_PREVIOUS_SECRET`: still verifies them, while a new secret is rolled out.
    pub jwt_previous_secret: Option<SecretString>,
}

/// Who a verified access token speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The account.
    pub user: UserId,
    /// The sign-in.
    pub session: SessionId,
    /// What the account may do.
    pub role: Role,
}

impl Identity {
    /// Signs and verifies with these secrets. Knows of no revocation before the first [`Identity::poll_revocations`].
    pub(crate) fn new(
        database: Database,
        settings: IdentitySettings,
        announcer: Arc<Announcer>,
        jobs: Arc<Notify>,
    ) -> Self {
        let IdentitySettings { jwt_secret, jwt_previous_secret } = settings;
        Self(Arc::new(Inner {
            database,
            access_tokens: AccessTokens::new(&jwt_secret, jwt_previous_secret.as_ref()),
            revocations: Revocations::default(),
            passwords: Passwords::new(),
            announcer,
            jobs,
        }))
    }

    /// Adds a job, in the caller's transaction. Ring the bell after its commit.
    async fn enqueue(&self, connection: &mut PgConnection, task: &Task) -> Result<(), Error> {
        enqueue(connection, fresh_id(), task).await
    }

    /// Stands for `text`, which is about a person, where others may look. None when the cryptography fails.
    pub fn pseudonym(&self, text: &str) -> Option<String> {
        self.0.access_tokens.pseudonym(text).ok()
    }

    /// Whom an access token speaks for. Asks no database and takes no lock: every purchase comes through here.
    ///
    /// # Errors
    /// [`Rejected`] says why the token is worthless.
    pub fn verify(&self, token: &str) -> Result<Claims, Rejected> {
        let token = self.0.access_tokens.verify(token, now())?;
        if self.0.revocations.covers(&token) {
            return Err(Rejected::Revoked);
        }
        Ok(token.claims())
    }
}
