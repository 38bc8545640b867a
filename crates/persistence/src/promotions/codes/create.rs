use doorbuster_domain::promotions::{Code, NewCode};
use doorbuster_domain::{CodeId, Currency};
use sqlx::PgConnection;

use super::row::{CodeRow, value_columns};
use crate::Error;

/// Why a code is not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Another one has this text.
    #[error("another code has this text")]
    Taken,
    /// More orders hold a use of it than the limit was to be.
    #[error("more orders have used it than that")]
    LimitBelowRedeemed,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for WriteError {
    fn from(error: E) -> Self {
        let error = error.into();
        match error.constraint() {
            Some("codes_unique") => Self::Taken,
            Some("codes_within_limit") => Self::LimitBelowRedeemed,
            _ => Self::Storage(error),
        }
    }
}

/// Makes a code under `id`, in the shop's currency.
///
/// # Errors
/// [`WriteError`], decided by the constraints.
pub async fn create(
    connection: &mut PgConnection,
    id: CodeId,
    new: &NewCode,
    currency: Currency,
) -> Result<Code, WriteError> {
    let (percent, amount) = value_columns(new);
    let row = sqlx::query_as!(
        CodeRow,
        "INSERT INTO codes (id, code, title, percent, amount_minor, minimum_minor, currency, starts_at, ends_at,
             total_limit, per_customer_limit, archived)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         RETURNING id, code, title, percent, amount_minor, minimum_minor, currency, starts_at, ends_at, total_limit,
             per_customer_limit, redeemed, archived, version, created_at",
        id.0,
        new.code.as_str(),
        new.title.trim(),
        percent,
        amount,
        new.minimum.map(|minimum| minimum.minor),
        currency.as_str(),
        new.starts_at,
        new.ends_at,
        new.total_limit.map(i64::from),
        new.per_customer_limit.and_then(|limit| i32::try_from(limit).ok()),
        new.archived,
    )
    .fetch_one(connection)
    .await?;
    Ok(Code::try_from(row)?)
}
