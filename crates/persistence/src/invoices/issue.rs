use chrono::{DateTime, Utc};
use doorbuster_domain::invoices::Invoice;
use sqlx::types::Json;
use uuid::Uuid;

use super::Series;
use crate::{Error, Work};

/// Keeps what was issued, under numbers that were taken from `series`, and takes it off the queue. All of one kind.
///
/// # Errors
/// Only the database's; [`Error::Corrupt`] when something was not due, or is not due once.
pub async fn issue(work: &mut Work, series: Series, issued: &[Invoice]) -> Result<(), Error> {
    let last = series.last();
    let ids: Vec<Uuid> = issued.iter().map(|invoice| invoice.id.0).collect();
    let numbers: Vec<i64> = issued.iter().map(|invoice| invoice.number.number).collect();
    let orders: Vec<Uuid> = issued.iter().map(|invoice| invoice.order.0).collect();
    let refunds: Vec<Option<Uuid>> =
        issued.iter().map(|invoice| invoice.refund.map(|refund| refund.0)).collect();
    let times: Vec<DateTime<Utc>> = issued.iter().map(|invoice| invoice.issued_at).collect();
    let totals: Vec<i64> = issued.iter().map(|invoice| invoice.contents.total.minor).collect();
    let currencies: Vec<String> =
        issued.iter().map(|invoice| invoice.contents.total.currency.to_string()).collect();
    let contents: Vec<_> = issued.iter().map(|invoice| Json(&invoice.contents)).collect();
    sqlx::query!(
        "INSERT INTO invoices (id, kind, year, number, order_id, refund_id, issued_at, total_minor, currency, contents)
         SELECT i.id, $1, $2, i.number, i.order_id, i.refund_id, i.issued_at, i.total_minor, i.currency, i.contents
         FROM unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::uuid[], $7::timestamptz[], $8::bigint[], $9::text[],
             $10::jsonb[])
             i (id, number, order_id, refund_id, issued_at, total_minor, currency, contents)",
        last.kind.as_str(),
        last.year,
        &ids,
        &numbers,
        &orders,
        &refunds as _,
        &times,
        &totals,
        &currencies,
        &contents as _,
    )
    .execute(&mut **work)
    .await?;
    let settled = sqlx::query!(
        "DELETE FROM invoice_queue q USING unnest($2::uuid[], $3::uuid[]) i (order_id, refund_id)
         WHERE q.kind = $1 AND q.about = coalesce(i.refund_id, i.order_id)",
        last.kind.as_str(),
        &orders,
        &refunds as _,
    )
    .execute(&mut **work)
    .await?;
    if settled.rows_affected() != u64::try_from(issued.len()).unwrap_or(u64::MAX) {
        return Err(Error::Corrupt("invoice_queue"));
    }
    sqlx::query!(
        "UPDATE invoice_series SET year = $2, last = $3 WHERE kind = $1",
        last.kind.as_str(),
        last.year,
        last.number
    )
    .execute(&mut **work)
    .await?;
    Ok(())
}
