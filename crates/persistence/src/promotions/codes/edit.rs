use doorbuster_domain::CodeId;
use doorbuster_domain::promotions::{Code, NewCode};

use super::WriteError;
use super::row::{CodeRow, select_codes};
use crate::{Error, Work};

/// Locks a code until the end of the work and reads it.
///
/// # Errors
/// Only the database's; none is returned for an unknown code.
pub async fn lock(work: &mut Work, id: CodeId) -> Result<Option<Code>, Error> {
    let row = select_codes!("WHERE id = $1 FOR UPDATE", id.0).fetch_optional(&mut **work).await?;
    row.map(Code::try_from).transpose()
}

/// Makes a locked code as `next` says. Its text and what it takes off never change.
///
/// # Errors
/// [`WriteError::LimitBelowRedeemed`], decided by the constraint.
pub async fn edit(work: &mut Work, id: CodeId, next: &NewCode) -> Result<Code, WriteError> {
    let row = sqlx::query_as!(
        CodeRow,
        "UPDATE codes SET title = $2, minimum_minor = $3, starts_at = $4, ends_at = $5, total_limit = $6,
             per_customer_limit = $7, archived = $8, version = version + 1
         WHERE id = $1
         RETURNING id, code, title, percent, amount_minor, minimum_minor, currency, starts_at, ends_at, total_limit,
             per_customer_limit, redeemed, archived, version, created_at",
        id.0,
        next.title.trim(),
        next.minimum.map(|minimum| minimum.minor),
        next.starts_at,
        next.ends_at,
        next.total_limit.map(i64::from),
        next.per_customer_limit.and_then(|limit| i32::try_from(limit).ok()),
        next.archived,
    )
    .fetch_one(&mut **work)
    .await?;
    Ok(Code::try_from(row)?)
}
