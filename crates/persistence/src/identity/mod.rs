//! Accounts, sign-ins and refresh tokens.

mod account;
mod close_session;
mod create;
mod credentials;
mod find;
mod forget;
mod list_sessions;
mod load;
mod log_out_everywhere;
mod open_session;
mod rename;
mod renew;
mod revocations;
mod revoke_session;
mod role;

pub use account::Account;
pub use close_session::close_session;
pub use create::{CreateError, NewUser, create};
pub use credentials::{StoredCredentials, credentials};
pub use find::find;
pub use forget::forget;
pub use list_sessions::list_sessions;
pub use load::load;
pub use log_out_everywhere::log_out_everywhere;
pub use open_session::{NewRefreshToken, NewSession, open_session};
pub use rename::rename;
pub use renew::{Renewal, renew};
pub use revocations::{RaisedEpoch, RevokedSession, raised_epochs, revoked_sessions};
pub use revoke_session::revoke_session;
pub use role::hold_role;
