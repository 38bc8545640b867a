use std::process::ExitCode;

use crate::config::Config;
use crate::storage::Storage;

/// Brings the schema up to date.
pub(crate) async fn migrate(config: &Config) -> anyhow::Result<ExitCode> {
    let storage = Storage::attach(config).await?;
    storage.migrate().await?;
    storage.stop().await?;
    println!("The schema is up to date.");
    Ok(ExitCode::SUCCESS)
}
