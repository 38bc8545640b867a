use std::time::Duration;

use doorbuster_domain::SessionId;
use doorbuster_domain::identity::User;
use doorbuster_persistence::identity::Account;
use secrecy::{ExposeSecret, SecretString};

use super::access_token::AccessToken;
use super::{Claims, Identity, IdentityError, RefreshToken};
use crate::ambient::now;

/// How long an access token lives.
const ACCESS: Duration = Duration::from_secs(15 * 60);

/// Somebody is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    access_token: SecretString,
    /// How long the access token lives.
    pub expires_in: Duration,
    /// Renews the session.
    pub refresh_token: RefreshToken,
}

impl SignedIn {
    /// Proves it to every operation. For the client and nobody else.
    pub fn access_token(&self) -> &str {
        self.access_token.expose_secret()
    }
}

impl Identity {
    pub(super) fn signed_in(
        &self,
        account: Account,
        session: SessionId,
        refresh_token: RefreshToken,
    ) -> Result<SignedIn, IdentityError> {
        let Account { user, epoch } = account;
        let claims = Claims { user: user.id, session, role: user.role };
        let token = AccessToken::new(claims, epoch, now(), ACCESS);
        let access_token = self.0.access_tokens.sign(&token)?.into();
        Ok(SignedIn { user, access_token, expires_in: ACCESS, refresh_token })
    }
}
