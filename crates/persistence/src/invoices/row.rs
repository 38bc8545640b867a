use chrono::{DateTime, Utc};
use doorbuster_domain::invoices::{Contents, Invoice, InvoiceKind, InvoiceNumber};
use doorbuster_domain::{InvoiceId, OrderId, RefundId};
use sqlx::types::Json;
use uuid::Uuid;

use crate::Error;

/// A row of `invoices`, unchecked. Total and currency are in the contents too.
pub(super) struct InvoiceRow {
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) year: i32,
    pub(super) number: i64,
    pub(super) order_id: Uuid,
    pub(super) refund_id: Option<Uuid>,
    pub(super) issued_at: DateTime<Utc>,
    pub(super) contents: Json<Contents>,
    pub(super) void: bool,
}

impl TryFrom<InvoiceRow> for Invoice {
    type Error = Error;

    fn try_from(row: InvoiceRow) -> Result<Self, Error> {
        let InvoiceRow { id, kind, year, number, order_id, refund_id, issued_at, contents, void } = row;
        let kind = InvoiceKind::ALL.into_iter().find(|known| known.as_str() == kind);
        let kind = kind.ok_or(Error::Corrupt("invoices.kind"))?;
        Ok(Self {
            id: InvoiceId(id),
            number: InvoiceNumber { kind, year, number },
            order: OrderId(order_id),
            refund: refund_id.map(RefundId),
            issued_at,
            contents: contents.0,
            void,
        })
    }
}

/// Reads rows of `invoices`.
macro_rules! select_invoices {
    ($rest:literal, $($arguments:tt)*) => {
        sqlx::query_as!(
            InvoiceRow,
            r#"SELECT id, kind, year, number, order_id, refund_id, issued_at, contents AS "contents: _",
                   EXISTS (SELECT FROM refunds r WHERE r.id = refund_id AND r.status = 'failed') AS "void!"
               FROM invoices "#
                + $rest,
            $($arguments)*
        )
    };
}

pub(super) use select_invoices;
