//! placeholder
pub mod embedded;
