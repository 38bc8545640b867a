//! Carts at work: checking out, and what ends by itself.

mod check_out;
mod end_holds;
mod forget;

pub use check_out::{CheckedOut, CheckoutError, CheckoutRequest, check_out};
pub use end_holds::end_holds;
pub use forget::forget_old_carts;
