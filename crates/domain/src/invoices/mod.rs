//! Invoices and credit notes: their numbers, what they say, and how VAT and refunds are split over rates.
//!
//! A credit note amends an invoice and is treated as one (directive 2006/112/EC, article 219), so both are one type.

mod contents;
mod credit;
mod number;
mod seller;
#[cfg(test)]
mod tests;

pub use contents::{Buyer, Contents, Invoice, InvoiceLine, PaidOrder, RateTotals};
pub use credit::{Credit, CreditedLine, NotInvoiced};
pub use number::{InvoiceKind, InvoiceNumber, InvoiceNumberError};
pub use seller::{Seller, SellerAddress, SellerAddressError, VatId, VatIdError};
