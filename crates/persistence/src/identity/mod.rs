//! Accounts, sign-ins, the tokens of both, address books.

mod account;
mod addresses;
mod close_session;
mod create;
mod credentials;
mod find;
mod forget;
mod list_sessions;
mod load;
mod log_out_everywhere;
mod mailed_token;
mod open_session;
mod own_credentials;
mod rename;
mod renew;
mod revocations;
mod revoke_session;
mod role;
mod set_email;
mod set_password;

pub use account::Account;
pub use addresses::{
    CreateAddressError, create_address, delete_address, find_address, list_addresses, update_address,
};
pub use close_session::close_session;
pub use create::{CreateError, NewUser, create};
pub use credentials::{StoredCredentials, credentials};
pub use find::find;
pub use forget::forget;
pub use list_sessions::list_sessions;
pub use load::load;
pub use log_out_everywhere::log_out_everywhere;
pub use mailed_token::{
    NewMailedToken, Proof, Purpose, forget_mailed_tokens, keep_mailed_token, knows_mailed_token,
    redeem_mailed_token,
};
pub use open_session::{NewRefreshToken, NewSession, open_session};
pub use own_credentials::{OwnCredentials, own_credentials};
pub use rename::rename;
pub use renew::{Renewal, renew};
pub use revocations::{RaisedEpoch, RevokedSession, raised_epochs, revoked_sessions};
pub use revoke_session::revoke_session;
pub use role::hold_role;
pub use set_email::{Proven, set_email};
pub use set_password::{Because, set_password};
