use chrono::{DateTime, Utc};
use doorbuster_domain::SaleId;
use doorbuster_domain::sales::Sale;
use sqlx::PgConnection;

use super::sale::select_sales;
use crate::Error;

/// One sale, and PostgreSQL's time at which it was so.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, id: SaleId) -> Result<Option<(Sale, DateTime<Utc>)>, Error> {
    let row = select_sales!("WHERE s.id = $1", id.0).fetch_optional(connection).await?;
    row.map(TryInto::try_into).transpose()
}
