use doorbuster_domain::promotions::CodeText;

use super::Owner;
use crate::{Error, Work};

/// Why a code is not put on a cart.
#[derive(Debug, thiserror::Error)]
pub enum UseCodeError {
    /// There is no such code.
    #[error("there is no such code")]
    Unknown,
    /// There is no cart.
    #[error("there is no cart")]
    NoCart,
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl From<sqlx::Error> for UseCodeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Storage(error.into())
    }
}

/// Puts a code on a cart in place of the one before. Whether it takes anything off is the domain's business: the caller
/// reads the cart in the same work, and goes on or not.
///
/// # Errors
/// [`UseCodeError`]
pub async fn use_code(work: &mut Work, owner: &Owner, code: &CodeText) -> Result<(), UseCodeError> {
    let cart = sqlx::query_scalar!(
        "SELECT id FROM carts WHERE user_id = $1 OR token_hash = $2 FOR UPDATE",
        owner.user(),
        owner.token(),
    )
    .fetch_optional(&mut **work)
    .await?;
    let cart = cart.ok_or(UseCodeError::NoCart)?;
    let done = sqlx::query!(
        "INSERT INTO cart_codes (cart_id, code_id) SELECT $1, id FROM codes WHERE code = $2
         ON CONFLICT (cart_id) DO UPDATE SET code_id = excluded.code_id",
        cart,
        code.as_str(),
    )
    .execute(&mut **work)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(UseCodeError::Unknown) }
}
