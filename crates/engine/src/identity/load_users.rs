use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use doorbuster_domain::identity::Role;
use doorbuster_domain::{SessionId, UserId};
use doorbuster_persistence::identity::load;

use super::access_token::AccessToken;
use super::passwords::hash;
use super::revocations::Revocations;
use super::{Claims, Identity, IdentityError};
use crate::ambient::{fresh_id, now};

/// Accounts that one statement makes.
const CHUNK: usize = 10_000;

/// Customers for a load test.
#[derive(Clone)]
pub struct LoadedUsers {
    /// The same for all of them.
    pub password: String,
    /// As many as were asked for.
    pub users: Vec<LoadUser>,
}

/// One of them.
#[derive(Clone)]
pub struct LoadUser {
    /// The account.
    pub id: UserId,
    /// Its e-mail.
    pub email: String,
    /// An access token that lives 24 hours. It has no session, so nothing renews it.
    pub token: String,
}

impl Identity {
    /// Makes `count` customers for a load test, and an access token for each. They share one password and its hash.
    ///
    /// # Errors
    /// [`IdentityError`]; the chunks that were made before stay.
    pub async fn load_users(&self, count: u32) -> Result<LoadedUsers, IdentityError> {
        let password = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 18]>());
        let password_hash = {
            let password = password.clone();
            self.0.passwords.run(move || hash(&password)).await??
        };
        // Addresses in ascending order fill the index from one end.
        let run = fresh_id().simple();
        let customers: Vec<(UserId, String)> = (1..=count)
            .map(|n| (UserId(fresh_id()), format!("load-{run}-{n:07}@load.doorbuster.test")))
            .collect();
        let mut connection = self.0.database.acquire().await?;
        for chunk in customers.chunks(CHUNK) {
            load(&mut connection, chunk, &password_hash).await?;
        }
        let now = now();
        let sign = |(id, email)| {
            let claims = Claims { user: id, session: SessionId(fresh_id()), role: Role::Customer };
            let token = AccessToken::new(claims, 0, now, Revocations::USERS_KEPT);
            Ok(LoadUser { id, email, token: self.0.access_tokens.sign(&token)? })
        };
        let users = customers.into_iter().map(sign).collect::<Result<_, IdentityError>>()?;
        Ok(LoadedUsers { password, users })
    }
}
