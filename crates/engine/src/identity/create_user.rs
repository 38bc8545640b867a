use doorbuster_domain::UserId;
use doorbuster_domain::identity::{Email, Name, Password, Role, User};
use doorbuster_persistence::identity::{self, Account, NewUser};

use super::passwords::hash;
use super::{Identity, IdentityError, RegisterError};
use crate::ambient::fresh_id;

impl Identity {
    /// Makes an account of any role, without signing anybody in. For operators: no request gets here.
    ///
    /// # Errors
    /// [`RegisterError::EmailTaken`], or that it could not be done.
    pub async fn create_user(
        &self,
        email: &Email,
        password: Password,
        role: Role,
        name: Option<&Name>,
    ) -> Result<User, RegisterError> {
        let hashing = self.0.passwords.run(move || hash(password.expose())).await?;
        let password_hash = hashing.map_err(IdentityError::from)?;
        let new = NewUser { id: UserId(fresh_id()), email, name, role, password_hash: &password_hash };
        let mut connection = self.0.database.acquire().await?;
        let Account { user, epoch: _ } = identity::create(&mut connection, &new).await?;
        Ok(user)
    }
}
