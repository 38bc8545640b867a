use doorbuster_domain::InvoiceId;
use doorbuster_domain::invoices::{Contents, Invoice, InvoiceKind, PaidOrder};
use doorbuster_persistence::invoices::{Series, due_invoices, hold_series, is_anything_due, issue};
use doorbuster_persistence::{Error, Work};

use crate::Engine;
use crate::ambient::fresh_id;

/// Documents that one transaction numbers: some 50 ms, in which whoever asks for an invoice waits, and nobody else.
const AT_ONCE: i64 = 500;

/// Numbers every invoice that is due, in the order in which they were paid. Every process does this; they meet on the lock
/// of the series, and whoever comes second finds nothing due. A crash takes no number. Returns how many.
///
/// # Errors
/// Only the database's. What was numbered before stays numbered.
pub async fn number_due(engine: &Engine) -> Result<u64, Error> {
    let kind = InvoiceKind::Invoice;
    let mut numbered = 0;
    loop {
        {
            let mut connection = engine.database.acquire().await?;
            if !is_anything_due(&mut connection, kind).await? {
                break;
            }
        }
        let mut work = engine.database.begin_work().await?;
        let mut series = hold_series(&mut work, kind, &engine.invoices.timezone).await?;
        let issued = invoices(engine, &mut work, &mut series).await?;
        if issued.is_empty() {
            break;
        }
        issue(&mut work, series, &issued).await?;
        work.commit().await?;
        numbered += u64::try_from(issued.len()).unwrap_or(u64::MAX);
        metrics::counter!("doorbuster_invoices_total", "kind" => kind.as_str())
            .increment(u64::try_from(issued.len()).unwrap_or_default());
    }
    Ok(numbered)
}

/// The invoices that are due, each with the next number.
async fn invoices(engine: &Engine, work: &mut Work, series: &mut Series) -> Result<Vec<Invoice>, Error> {
    let due = due_invoices(work, &engine.invoices.timezone, AT_ONCE).await?;
    let invoice = |order: PaidOrder| {
        let id = order.id;
        let contents = Contents::of(order, &engine.invoices.seller, series.today);
        Ok(Invoice {
            id: InvoiceId(fresh_id()),
            number: series.take(),
            order: id,
            refund: None,
            issued_at: series.now,
            // An order is in one currency.
            contents: contents.map_err(|_| Error::Corrupt("orders.currency"))?,
        })
    };
    due.into_iter().map(invoice).collect()
}
