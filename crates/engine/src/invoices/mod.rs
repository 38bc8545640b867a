//! Numbering invoices and credit notes.

mod number_due;
mod of_order;

use doorbuster_domain::invoices::Seller;

pub use number_due::number_due;
pub use of_order::{credit_notes_of, invoice_of};

/// Who issues invoices, and where.
#[derive(Clone, Debug)]
pub struct InvoiceSettings {
    /// Who sells, as invoices say it from now on. What was issued keeps what it says.
    pub seller: Seller,
    /// `SHOP_TIMEZONE`: whose days and years the documents have.
    pub timezone: String,
}
