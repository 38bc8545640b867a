//! Accounts, sign-ins and refresh tokens.
