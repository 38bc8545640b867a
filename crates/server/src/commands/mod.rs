//! What the operator can ask for, one file each.

mod audit;
mod check_config;
mod create_user;
mod health;
mod load_users;
mod migrate;
mod openapi;
mod reconcile;
mod seed;
mod serve;

pub(crate) use audit::audit;
pub(crate) use check_config::check_config;
pub(crate) use create_user::create_user;
pub(crate) use health::health;
pub(crate) use load_users::load_users;
pub(crate) use migrate::migrate;
pub(crate) use openapi::openapi;
pub(crate) use reconcile::reconcile;
pub(crate) use seed::seed;
pub(crate) use serve::serve;
