//! Discount codes as staff manage them. What they take off is `domain`'s business.

pub mod codes;

pub(crate) use codes::CodeRow;
