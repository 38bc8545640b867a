use doorbuster_domain::identity::{Email, Name, PasswordError, Role};
use doorbuster_domain::platform::Task;
use doorbuster_domain::{SessionId, UserId};
use doorbuster_persistence::Error;
use doorbuster_persistence::identity::{self, CreateError, NewSession, NewUser};
use secrecy::SecretString;

use super::{Identity, IdentityError, RefreshToken, SignedIn};
use crate::ambient::fresh_id;

/// Somebody who wants an account.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Where they are reached.
    pub email: Email,
    /// The password they chose.
    pub password: SecretString,
    /// What to call them.
    pub name: Option<Name>,
    /// What their client calls itself.
    pub user_agent: Option<String>,
}

/// Why somebody does not get an account.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The password would be guessed soon.
    #[error("weak password: {0}")]
    WeakPassword(#[from] PasswordError),
    /// There is an account with this e-mail.
    #[error("another account has this e-mail")]
    EmailTaken,
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] IdentityError),
}

impl From<CreateError> for RegisterError {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::EmailTaken => Self::EmailTaken,
            CreateError::Storage(error) => Self::from(error),
        }
    }
}

impl From<Error> for RegisterError {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Identity {
    /// Makes an account for a customer and signs them in. A mail asks them to confirm the address.
    ///
    /// # Errors
    /// [`RegisterError`]; nothing has happened then.
    pub async fn register(&self, registration: Registration) -> Result<SignedIn, RegisterError> {
        let registered = self.make_customer(registration).await;
        let outcome = match &registered {
            Ok(_) => "registered",
            Err(RegisterError::WeakPassword(_)) => "weak_password",
            Err(RegisterError::EmailTaken) => "email_taken",
            Err(RegisterError::Failed(_)) => "failed",
        };
        metrics::counter!("doorbuster_registrations_total", "outcome" => outcome).increment(1);
        registered
    }

    async fn make_customer(&self, registration: Registration) -> Result<SignedIn, RegisterError> {
        let Registration { email, password, name, user_agent } = registration;
        let password_hash = self.judge_and_hash(password, &email, name.as_ref().map(Name::as_str)).await??;

        let user = UserId(fresh_id());
        let session = SessionId(fresh_id());
        let refresh_token = RefreshToken::generate();
        let new_user = NewUser {
            id: user,
            email: &email,
            name: name.as_ref(),
            role: Role::Customer,
            password_hash: &password_hash,
        };
        let new_session = NewSession {
            id: session,
            user,
            password_hash: &password_hash,
            user_agent: user_agent.as_deref(),
            token: refresh_token.to_keep(),
        };
        let mut work = self.0.database.begin_work().await?;
        let account = identity::create(&mut work, &new_user).await?;
        identity::open_session(&mut work, &new_session).await?;
        let verification = Task::MailVerification { user, email: email.to_string() };
        self.enqueue(&mut work, &verification).await?;
        work.commit().await?;
        self.0.jobs.notify_one();
        Ok(self.signed_in(account, session, refresh_token)?)
    }
}
