mod events;
mod faults;
mod no_transaction;
mod reconcile;
mod stories;
mod stripe;
