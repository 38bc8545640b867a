//! Accounts, sign-ins and refresh tokens.

mod account;
mod close_session;
mod create;
mod credentials;
mod find;
mod forget;
mod load;
mod open_session;
mod rename;
mod renew;
mod revocations;
mod role;

pub use account::Account;
pub use close_session::close_session;
pub use create::{CreateError, NewUser, create};
pub use credentials::{StoredCredentials, credentials};
pub use find::find;
pub use forget::forget;
pub use load::load;
pub use open_session::{NewRefreshToken, NewSession, open_session};
pub use rename::rename;
pub use renew::{Renewal, renew};
pub use revocations::{RaisedEpoch, RevokedSession, raised_epochs, revoked_sessions};
pub use role::hold_role;
