use chrono::{DateTime, Utc};
use doorbuster_domain::platform::{Cursor, Limit, Page};
use doorbuster_domain::sales::{Sale, SaleStatus};
use sqlx::PgConnection;

use super::sale::select_sales;
use crate::Error;

/// Which sales to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only sales in one of these states; all when empty.
    pub statuses: Vec<SaleStatus>,
}

/// Sales by their start, latest first, and PostgreSQL's time.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<(Sale, DateTime<Utc>)>, Error> {
    let statuses: Vec<String> = filter.statuses.iter().map(|status| status.as_str().to_owned()).collect();
    // The same precedence as `Sale::status`; a test compares the two.
    let rows = select_sales!(
        "WHERE (cardinality($1::text[]) = 0 OR CASE
                WHEN s.cancelled THEN 'cancelled'
                WHEN s.settled OR clock_timestamp() >= s.ends_at THEN 'ended'
                WHEN s.paused THEN 'paused'
                WHEN clock_timestamp() < s.starts_at THEN 'scheduled'
                WHEN s.remaining = 0 THEN 'sold_out'
                ELSE 'live'
            END = ANY ($1))
            AND ($2::timestamptz IS NULL OR (s.starts_at, s.id) < ($2, $3::uuid))
         ORDER BY s.starts_at DESC, s.id DESC
         LIMIT $4",
        &statuses,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let sales = rows.into_iter().map(TryInto::try_into).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_rows(sales, limit, |(sale, _): &(Sale, _)| Cursor { at: sale.starts_at, id: sale.id.0 }))
}

/// What the sale board shows: every sale that is not over for an hour, at most 10,000, and PostgreSQL's time.
///
/// # Errors
/// Only the database's.
pub async fn board(connection: &mut PgConnection) -> Result<(Vec<Sale>, DateTime<Utc>), Error> {
    let now =
        sqlx::query_scalar!(r#"SELECT clock_timestamp() AS "now!""#).fetch_one(&mut *connection).await?;
    let rows = select_sales!(
        "WHERE s.ends_at > clock_timestamp() - interval '1 hour' ORDER BY s.ends_at LIMIT 10000"
    )
    .fetch_all(connection)
    .await?;
    let sales = rows.into_iter().map(|row| row.try_into().map(|(sale, _): (Sale, _)| sale));
    Ok((sales.collect::<Result<_, Error>>()?, now))
}
