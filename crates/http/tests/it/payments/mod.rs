mod events;
mod faults;
mod no_transaction;
mod reconcile;
mod scene;
mod stories;
mod stripe;
