use std::collections::HashMap;

use doorbuster_domain::invoices::{Contents, Invoice, InvoiceKind, PaidOrder};
use doorbuster_domain::{InvoiceId, OrderId, RefundId};
use doorbuster_persistence::invoices::{
    DueCredit, Series, due_credits, due_invoices, hold_series, is_anything_due, issue, issued_about,
};
use doorbuster_persistence::{Error, Work};

use crate::Engine;
use crate::ambient::fresh_id;

/// Documents that one transaction numbers: some 50 ms, in which whoever asks for an invoice waits, and nobody else.
const AT_ONCE: i64 = 500;

/// Numbers every invoice and every credit note that is due, in the order in which the money moved. Every process does this;
/// they meet on the lock of the series, and whoever comes second finds nothing due. A crash takes no number. Returns how
/// many.
///
/// # Errors
/// Only the database's. What was numbered before stays numbered.
pub async fn number_due(engine: &Engine) -> Result<u64, Error> {
    // A credit note amends an invoice, which comes first.
    let invoices = number_all(engine, InvoiceKind::Invoice).await?;
    let credit_notes = number_all(engine, InvoiceKind::CreditNote).await?;
    Ok(invoices + credit_notes)
}

async fn number_all(engine: &Engine, kind: InvoiceKind) -> Result<u64, Error> {
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
        let issued = match kind {
            InvoiceKind::Invoice => invoices(engine, &mut work, &mut series).await?,
            InvoiceKind::CreditNote => credit_notes(engine, &mut work, &mut series).await?,
        };
        if issued.is_empty() {
            break;
        }
        issue(&mut work, series, &issued).await?;
        work.commit().await?;
        let count = u64::try_from(issued.len()).unwrap_or(u64::MAX);
        metrics::counter!("doorbuster_invoices_total", "kind" => kind.as_str()).increment(count);
        numbered += count;
    }
    Ok(numbered)
}

/// The invoices that are due, each with the next number.
async fn invoices(engine: &Engine, work: &mut Work, series: &mut Series) -> Result<Vec<Invoice>, Error> {
    let due = due_invoices(work, &engine.invoices.timezone, AT_ONCE).await?;
    let invoice = |order: PaidOrder| {
        let id = order.id;
        // An order is in one currency.
        let contents = Contents::of(order, &engine.invoices.seller, series.today)
            .map_err(|_| Error::Corrupt("orders.currency"))?;
        Ok(issued(series, id, None, contents))
    };
    due.into_iter().map(invoice).collect()
}

/// The credit notes that are due, each with the next number. Each knows those before it, also of the same transaction.
async fn credit_notes(engine: &Engine, work: &mut Work, series: &mut Series) -> Result<Vec<Invoice>, Error> {
    let due = due_credits(work, &engine.invoices.timezone, AT_ONCE).await?;
    let orders: Vec<OrderId> = due.iter().map(|due| due.order).collect();
    let mut invoices = HashMap::new();
    let mut notes: HashMap<OrderId, Vec<Contents>> = HashMap::new();
    for known in issued_about(work, &orders).await? {
        match known.number.kind {
            InvoiceKind::Invoice => {
                invoices.insert(known.order, known);
            }
            InvoiceKind::CreditNote if known.void => {}
            InvoiceKind::CreditNote => notes.entry(known.order).or_default().push(known.contents),
        }
    }
    let mut made = Vec::with_capacity(due.len());
    for DueCredit { refund, order, credit } in due {
        let invoice = invoices.get(&order).ok_or(Error::Corrupt("invoices.order_id"))?;
        let earlier = notes.entry(order).or_default();
        let seller = &engine.invoices.seller;
        let contents = invoice.contents.credit(invoice.number, earlier, credit, seller, series.today);
        let contents = contents.map_err(|_| Error::Corrupt("refund_lines.product_id"))?;
        earlier.push(contents.clone());
        made.push(issued(series, order, Some(refund), contents));
    }
    Ok(made)
}

/// A document with the next number, issued now.
fn issued(series: &mut Series, order: OrderId, refund: Option<RefundId>, contents: Contents) -> Invoice {
    let (id, number, issued_at) = (InvoiceId(fresh_id()), series.take(), series.now);
    Invoice { id, number, order, refund, issued_at, contents, void: false }
}
