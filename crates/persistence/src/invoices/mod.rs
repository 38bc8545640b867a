//! Invoices and credit notes: what is due, numbering it, and reading what was issued.

mod due;
mod due_credits;
mod find;
mod issue;
mod list;
mod row;
mod series;

pub use due::{due_invoices, is_anything_due};
pub use due_credits::{DueCredit, due_credits, issued_about};
pub use find::{find, find_credit_note, list_credit_notes};
pub use issue::issue;
pub use list::{InvoiceFilter, export, list};
pub use series::{Series, hold_series};
