use doorbuster_domain::identity::{Email, Name, Password, PasswordError, Role};
use doorbuster_domain::{SessionId, UserId};
use doorbuster_persistence::Error;
use doorbuster_persistence::identity::{self, CreateError, NewSession, NewUser};
use secrecy::{ExposeSecret, SecretString};

use super::passwords::hash;
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
    /// Makes an account for a customer and signs them in.
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
        let guesses = guesses(&email, name.as_ref());
        let judge_and_hash = move || -> Result<String, RegisterError> {
            let hints: Vec<&str> = guesses.iter().map(String::as_str).collect();
            let password = Password::new(password.expose_secret().to_owned(), &hints)?;
            Ok(hash(password.expose()).map_err(IdentityError::from)?)
        };
        let password_hash = self.0.passwords.run(judge_and_hash).await??;

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
        work.commit().await?;
        Ok(self.signed_in(account, session, refresh_token)?)
    }
}

/// What somebody who knows the person would try first.
fn guesses(email: &Email, name: Option<&Name>) -> Vec<String> {
    let texts = [email.as_str(), name.map_or("", Name::as_str), "doorbuster"];
    let words = texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    // A word of a letter or two says nothing about a password that contains it.
    texts.iter().copied().chain(words).filter(|guess| guess.chars().count() > 2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_address_and_the_name_are_guessed() {
        let email = "ada.lovelace@example.com".parse().unwrap();
        let name = "Ada Q Lovelace".parse().ok();
        let guesses = guesses(&email, name.as_ref());
        for guess in ["ada.lovelace@example.com", "lovelace", "example", "Ada", "doorbuster"] {
            assert!(guesses.iter().any(|known| known == guess), "{guess}");
        }
        assert!(!guesses.iter().any(|known| known == "Q" || known.is_empty()));
    }
}
