use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::config::Config;
use crate::storage::Storage;
use crate::wiring;

/// Makes customers for a load test and writes `email,password,token` for each.
pub(crate) async fn load_users(
    config: &Config,
    count: u32,
    path: &Path,
    yes_load_test: bool,
) -> anyhow::Result<ExitCode> {
    if !config.is_development() && !yes_load_test {
        bail!("this makes {count} accounts in production: add --yes-load-test if that is what you want");
    }
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path);
    let mut csv = csv::Writer::from_writer(file.with_context(|| format!("cannot write {}", path.display()))?);
    let storage = Storage::attach(config).await?;
    storage.migrate().await?;
    let engine = wiring::engine(config, storage.database(config), None)?;
    let made = engine.identity.load_users(count).await?;
    csv.write_record(["email", "password", "token"])?;
    for user in &made.users {
        csv.write_record([&user.email, &made.password, &user.token])?;
    }
    csv.flush()?;
    engine.stop().await;
    storage.stop().await?;
    println!("Made {count} customers; their tokens are valid for 24 h: {}", path.display());
    Ok(ExitCode::SUCCESS)
}
