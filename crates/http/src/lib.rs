//! The contract with the outside: routes, extractors, problem+json, the OpenAPI document, the SPA.
//!
//! A handler reads like a paragraph: extract, act, view. One operation is one file, named like its operation id. The
//! router and the document are built from the same list.

mod app;
pub mod extract;
mod limiter;
mod middleware;
mod openapi;
mod print;
pub mod problem;
mod router;
mod timestamp;

pub mod cart;
pub mod catalogue;
pub mod identity;
pub mod invoices;
pub mod orders;
pub mod payments;
pub mod platform;
pub mod promotions;
pub mod reviews;
pub mod sales;
mod webhooks;

pub use app::{App, AppSettings, ShopSettings};
pub use limiter::{Limiter, RateLimitFields, RateLimits, RateLimitsError};
pub use middleware::ClientAddress;
pub use router::{document, in_layers, router};
