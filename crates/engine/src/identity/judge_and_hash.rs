use doorbuster_domain::identity::{Email, Password, PasswordError};
use secrecy::{ExposeSecret, SecretString};

use super::passwords::hash;
use super::{Identity, IdentityError};

impl Identity {
    /// The hash of a new password for the owner of `email`, if it is strong enough for them. Judging is as much work as
    /// hashing.
    pub(super) async fn judge_and_hash(
        &self,
        password: SecretString,
        email: &Email,
        name: Option<&str>,
    ) -> Result<Result<String, PasswordError>, IdentityError> {
        let guesses = guesses(email, name);
        let job = move || -> Result<Result<String, PasswordError>, IdentityError> {
            let hints: Vec<&str> = guesses.iter().map(String::as_str).collect();
            match Password::new(password.expose_secret().to_owned(), &hints) {
                Ok(password) => Ok(Ok(hash(password.expose())?)),
                Err(weak) => Ok(Err(weak)),
            }
        };
        self.0.passwords.run(job).await?
    }
}

/// What somebody who knows the person would try first.
fn guesses(email: &Email, name: Option<&str>) -> Vec<String> {
    let texts = [email.as_str(), name.unwrap_or_default(), "doorbuster"];
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
        let guesses = guesses(&email, Some("Ada Q Lovelace"));
        for guess in ["ada.lovelace@example.com", "lovelace", "example", "Ada", "doorbuster"] {
            assert!(guesses.iter().any(|known| known == guess), "{guess}");
        }
        assert!(!guesses.iter().any(|known| known == "Q" || known.is_empty()));
    }
}
