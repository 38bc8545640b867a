use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::{Product, ProductStatus};
use sqlx::PgConnection;
use uuid::Uuid;

use super::row::select_products;
use crate::Error;

/// These products in this order, each with PostgreSQL's time. Those that stand elsewhere by now are left out.
pub(crate) async fn list(
    connection: &mut PgConnection,
    ids: &[Uuid],
    status: ProductStatus,
) -> Result<Vec<(Product, DateTime<Utc>)>, Error> {
    let rows = select_products!(
        ["JOIN unnest($1::uuid[]) WITH ORDINALITY wanted (id, place) ON wanted.id = p.id
             WHERE p.status = $2 ORDER BY wanted.place"],
        ids,
        status.as_str(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}
