//! Servers as child processes, and what processes cost.

mod baseline;
mod child;
mod cost;
mod house;
mod memory;
mod shop;

pub use baseline::BaselineServer;
pub use child::ChildServer;
pub use cost::{Cost, machine_cost, postgres_cost, postgres_processes, process_cost};
pub use house::House;
pub(crate) use house::SOCKET;
pub use memory::{Memory, MemoryWatch, private, resident};
pub use shop::{Program, Shop};
pub(crate) use shop::{free_address, wait_until_ready};
