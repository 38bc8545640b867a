//! The rules, in families.

pub(super) mod answers;
pub(super) mod orders;
pub(super) mod refusals;
pub(super) mod serial;
pub(super) mod units;

#[cfg(test)]
mod tests;
