//! Discount codes: what they take off, and when they do not.

mod code;
mod text;

#[cfg(test)]
pub(crate) use code::tests;
pub use code::{Code, CodeProblem, CodeValue, NewCode};
pub use text::{CodeText, CodeTextError};
