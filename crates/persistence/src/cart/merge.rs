use doorbuster_domain::{CartId, UserId};
use sqlx::PgConnection;

use crate::Error;

/// Puts what a guest has into the cart of an account, made under `fresh` when there is none, and hands the guest's orders
/// over: having the token proves whose they are. Quantities are added, capped by the stock; the guest is gone afterwards, so
/// doing it again changes nothing.
///
/// # Errors
/// Only the database's.
pub async fn merge(
    connection: &mut PgConnection,
    user: UserId,
    token_hash: &[u8; 32],
    fresh: CartId,
) -> Result<(), Error> {
    sqlx::query!("SELECT merge_cart($1, $2, $3)", user.0, token_hash.as_slice(), fresh.0)
        .execute(connection)
        .await?;
    Ok(())
}
