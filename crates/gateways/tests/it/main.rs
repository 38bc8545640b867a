//! The gateways against the real parts.

mod redis;
