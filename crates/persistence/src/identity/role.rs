use doorbuster_domain::UserId;
use doorbuster_domain::identity::Role;

use super::account::read_role;
use crate::{Error, Work};

/// The role that an account has now, and keeps until the end of the work; none when it is disabled. Writes of the
/// staff ask again here, because an access token may be some seconds behind.
///
/// Take it before any other lock: nobody who holds an account's row waits for another.
///
/// # Errors
/// Only the database's.
pub async fn hold_role(work: &mut Work, user: UserId) -> Result<Option<Role>, Error> {
    let row = sqlx::query!("SELECT role FROM users WHERE id = $1 AND disabled_at IS NULL FOR SHARE", user.0)
        .fetch_optional(&mut **work)
        .await?;
    row.map(|row| read_role(&row.role)).transpose()
}
