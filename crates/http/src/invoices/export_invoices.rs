use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use doorbuster_domain::Money;
use doorbuster_domain::invoices::{Invoice, InvoiceKind};
use doorbuster_domain::orders::OrderNumber;
use doorbuster_persistence::invoices::export;
use serde::Deserialize;

use crate::App;
use crate::extract::Query;
use crate::identity::{OrdersReadAny, Permitted};
use crate::problem::{ApiError, internal};

/// Most documents of one file.
const MOST: usize = 10_000;

const COLUMNS: [&str; 13] = [
    "kind",
    "number",
    "issued_on",
    "settled_on",
    "order_number",
    "buyer",
    "vat_percent",
    "net",
    "vat",
    "gross",
    "currency",
    "amends",
    "void",
];

/// Which documents the file has.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportQuery {
    /// Those issued at this time or later.
    #[param(example = "2026-11-01T00:00:00Z")]
    from: DateTime<Utc>,
    /// Those issued before this time.
    #[param(example = "2026-12-01T00:00:00Z")]
    to: DateTime<Utc>,
}

/// Export invoices and credit notes
///
/// Staff. A CSV file (RFC 4180, with a header) for the accountant: one row per document and VAT rate, first issued first. What
/// credit notes give back is negative, so that a column adds up, but for those that are void. At most 10,000 documents; 422 for a time that has more.
#[utoipa::path(
    get, path = "/api/v1/invoices.csv", tag = "invoices", security(("bearer" = [])), params(ExportQuery),
    responses((status = 200, description = "The file", body = String, content_type = "text/csv")),
)]
pub(super) async fn export_invoices(
    State(app): State<App>,
    _: Permitted<OrdersReadAny>,
    Query(ExportQuery { from, to }): Query<ExportQuery>,
) -> Result<Response, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let found = export(&mut connection, from, to, MOST + 1).await?;
    drop(connection);
    if found.len() > MOST {
        return Err(ApiError::field(
            "#to",
            format!("a shorter time: this one has more than {MOST} documents"),
        ));
    }
    let file = file(&found).map_err(|error| internal(&error))?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    let name = HeaderValue::from_static("attachment; filename=\"invoices.csv\"");
    let cache = HeaderValue::from_static("private, no-store");
    let fields =
        [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name), (header::CACHE_CONTROL, cache)];
    Ok((fields, file).into_response())
}

fn file(invoices: &[Invoice]) -> Result<Vec<u8>, csv::Error> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(COLUMNS)?;
    for Invoice { number, order, contents, void, .. } in invoices {
        let buyer = contents.buyer.name.as_deref().or(contents.buyer.email.as_deref()).unwrap_or_default();
        let amount = |money: Money| match number.kind {
            InvoiceKind::Invoice => decimal(money),
            InvoiceKind::CreditNote => decimal(Money::new(-money.minor, money.currency)),
        };
        for rate in &contents.rates {
            file.write_record([
                number.kind.as_str(),
                &number.to_string(),
                &contents.issued_on.to_string(),
                &contents.settled_on.to_string(),
                &OrderNumber::from(*order).to_string(),
                &harmless(buyer),
                &format!("{}.{:02}", rate.basis_points / 100, rate.basis_points % 100),
                &amount(rate.net),
                &amount(rate.vat),
                &amount(rate.gross),
                contents.total.currency.as_str(),
                &contents.amends.map(|number| number.to_string()).unwrap_or_default(),
                if *void { "void" } else { "" },
            ])?;
        }
    }
    file.into_inner().map_err(|error| error.into_error().into())
}

/// `12.34`.
fn decimal(money: Money) -> String {
    let text = money.to_string();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// Text that no spreadsheet takes for a formula: customers choose their names.
fn harmless(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorbuster_domain::Currency;

    #[test]
    fn names_are_no_formulas() {
        assert_eq!(harmless("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(harmless("Ada = Lovelace"), "Ada = Lovelace");
    }

    #[test]
    fn amounts_are_numbers() {
        assert_eq!(decimal(Money::new(-1_234, Currency::EUR)), "-12.34");
    }
}
