use std::process::ExitCode;

use anyhow::bail;
use doorbuster_persistence::platform::empty;

use crate::config::Config;
use crate::demo::{self, Account};
use crate::storage::Storage;
use crate::wiring;

/// Adds the demo data, on request after deleting everything.
pub(crate) async fn seed(config: &Config, reset: bool) -> anyhow::Result<ExitCode> {
    if !config.is_development() {
        bail!("demo data is for development: this configuration is for production");
    }
    let storage = Storage::attach(config).await?;
    storage.migrate().await?;
    if reset {
        empty(storage.owner()).await?;
    }
    let engine = wiring::engine(config, storage.database(config), None)?;
    for Account { email, password, role } in demo::seed(config, &engine).await? {
        println!("{:<10} {email}  {password}", role.as_str());
    }
    engine.stop().await;
    storage.stop().await?;
    Ok(ExitCode::SUCCESS)
}
