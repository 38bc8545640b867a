//! Starts the shop, or does what the operator asks: see `doorbuster help`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    doorbuster_server::cli::main()
}
