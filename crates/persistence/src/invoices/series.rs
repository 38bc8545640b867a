use chrono::{DateTime, Datelike, NaiveDate, Utc};
use doorbuster_domain::invoices::{InvoiceKind, InvoiceNumber};

use crate::{Error, Work};

/// The numbers of one kind, held until the end of the work: nobody else takes one meanwhile, and when the work is rolled
/// back, none was taken.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    last: InvoiceNumber,
    /// When it was held, by PostgreSQL's clock: what is issued in this work is issued now.
    pub now: DateTime<Utc>,
    /// The day of that, in the shop's time zone.
    pub today: NaiveDate,
}

impl Series {
    /// The next number.
    pub fn take(&mut self) -> InvoiceNumber {
        self.last.number += 1;
        self.last
    }

    /// The last number that was taken.
    pub(super) fn last(&self) -> InvoiceNumber {
        self.last
    }
}

/// Waits for whoever numbers this kind, and holds its numbers. The year is that of the moment at which they are held, in
/// `timezone`, and never an earlier one than before: a clock that was set back gives no number twice.
///
/// # Errors
/// Only the database's, also when it does not know the time zone.
pub async fn hold_series(work: &mut Work, kind: InvoiceKind, timezone: &str) -> Result<Series, Error> {
    sqlx::query!(
        "INSERT INTO invoice_series (kind, year, last) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING",
        kind.as_str()
    )
    .execute(&mut **work)
    .await?;
    let held =
        sqlx::query!("SELECT year, last FROM invoice_series WHERE kind = $1 FOR UPDATE", kind.as_str())
            .fetch_one(&mut **work)
            .await?;
    let time = sqlx::query!(
        r#"SELECT t.now AS "now!", (t.now AT TIME ZONE $1)::date AS "today!" FROM (SELECT clock_timestamp() AS now) t"#,
        timezone
    )
    .fetch_one(&mut **work)
    .await?;
    let year = time.today.year();
    let (year, number) = if year > held.year { (year, 0) } else { (held.year, held.last) };
    Ok(Series { last: InvoiceNumber { kind, year, number }, now: time.now, today: time.today })
}
