use doorbuster_domain::CodeId;
use doorbuster_domain::promotions::Code;
use sqlx::PgConnection;

use super::row::select_codes;
use crate::Error;

/// A code, in force or not.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, id: CodeId) -> Result<Option<Code>, Error> {
    let row = select_codes!("WHERE id = $1", id.0).fetch_optional(connection).await?;
    row.map(Code::try_from).transpose()
}
