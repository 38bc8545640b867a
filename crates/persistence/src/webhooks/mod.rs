//! Webhooks: endpoints and their secrets. Events are written by triggers and by the relay of the outbox; `deliveries`
//! brings them out.

mod create;
pub mod deliveries;
mod edit;
mod find;
mod give_up;
mod health;
mod list;
mod ping;
mod placements;
mod rotate;
mod row;
mod sweep;

pub use create::{WriteError, create};
pub use edit::{edit, lock};
pub use find::find;
pub use give_up::give_up_on;
pub use health::{failed, recovered};
pub use list::list;
pub use ping::ping;
pub use placements::tell_placements;
pub use rotate::rotate;
pub use sweep::{Swept, sweep};
