//! The rules of the shop, and nothing else: money, state machines, permissions, and the decisions of a purchase lane.
//!
//! This crate does no I/O and knows neither clock nor randomness: `now` and fresh ids are arguments. Everything here
//! can therefore be tested exhaustively and replayed exactly; `engine` drives it with real time and real connections.

pub mod cart;
pub mod catalogue;
pub mod identity;
mod ids;
pub mod invoices;
mod money;
pub mod orders;
pub mod payments;
pub mod platform;
pub mod promotions;
pub mod reviews;
pub mod sales;
pub mod search;
pub mod webhooks;

pub use ids::{
    AddressId, BannerId, CartId, CodeId, DiscountId, InvoiceId, OrderId, PaymentId, ProductId, RefundId,
    ReturnId, ReviewId, SaleId, SessionId, ShipmentId, TaxonId, UserId, WebhookDeliveryId, WebhookId,
};
pub use money::{Currency, CurrencyError, Money, MoneyError};
