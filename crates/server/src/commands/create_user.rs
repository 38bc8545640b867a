use std::io::Read as _;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use doorbuster_domain::identity::{Email, Password, Role};

use crate::config::Config;
use crate::secrets::random_text;
use crate::storage::Storage;
use crate::wiring;

/// Makes an account, such as the first admin. A password that we make is printed once.
pub(crate) async fn create_user(
    config: &Config,
    email: &str,
    role: Role,
    password_stdin: bool,
) -> anyhow::Result<ExitCode> {
    let email: Email = email.parse().context("--email")?;
    let (text, made) = if password_stdin {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("cannot read the password")?;
        (text.trim_end_matches(['\r', '\n']).to_owned(), false)
    } else {
        (random_text(20), true)
    };
    let password =
        Password::new(text, &[email.as_str()]).map_err(|error| anyhow!("the password: {error}"))?;
    let storage = Storage::attach(config).await?;
    storage.migrate().await?;
    let engine = wiring::engine(config, storage.database(config), None)?;
    let user = engine.identity.create_user(&email, password.clone(), role, None).await?;
    engine.stop().await;
    storage.stop().await?;
    println!("Made {} {} ({}).", role.as_str(), user.email, user.id);
    if made {
        println!("Password: {}", password.expose());
    }
    Ok(ExitCode::SUCCESS)
}
