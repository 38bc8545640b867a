//! Creating a cluster.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process::{Output, Stdio};

use super::OWNER;
use super::account::{Account, LastWill};
use super::binaries::Binaries;
use super::error::EmbeddedError;
use super::layout::{Layout, give, private_folder};
use super::passwords::{Passwords, write_private};
use super::settings::Settings;
use super::template::Template;

/// Creates the cluster beside its final place and moves it there when it is complete, so that a crash leaves either
/// none or a whole one.
pub(super) fn create(
    layout: &Layout,
    binaries: &Binaries,
    account: Account,
    settings: &Settings,
) -> Result<Passwords, EmbeddedError> {
    let draft = layout.home.join("data.new");
    let durable = settings.durable();
    let template = settings.template.as_deref().map(|folder| Template::new(folder, binaries, account));
    let copied = match &template {
        Some(template) => template.copy_to(&draft, account)?,
        None => None,
    };
    let passwords = copied.clone().unwrap_or_else(Passwords::random);
    passwords.store(&layout.passwords)?;
    if copied.is_none() {
        initdb(layout, binaries, account, &passwords, &draft, durable)?;
        if let Some(Err(error)) = template.map(|template| template.keep(&draft, &passwords, account)) {
            tracing::warn!("the cluster is not kept as a template: {error}");
        }
    }
    fs::rename(&draft, &layout.data)
        .and_then(|()| if durable { File::open(&layout.home)?.sync_all() } else { Ok(()) })
        .map_err(EmbeddedError::io("cannot create", &layout.data))?;
    Ok(passwords)
}

/// Fills `draft` with a new cluster. `durable` waits for the disk; tests do without.
fn initdb(
    layout: &Layout,
    binaries: &Binaries,
    account: Account,
    passwords: &Passwords,
    draft: &Path,
    durable: bool,
) -> Result<(), EmbeddedError> {
    let password_file = layout.home.join("initdb-password");
    write_private(&password_file, &passwords.owner)
        .and_then(|()| give(&password_file, account))
        .map_err(EmbeddedError::io("cannot write", &password_file))?;

    // Sorting by code point is the same on every system, and text search needs UTF-8's idea of letters. Old systems
    // do not know C.UTF-8 and get plain C.
    let mut output = None;
    for locale in ["C.UTF-8", "C"] {
        empty_folder(draft, account).map_err(EmbeddedError::io("cannot create", draft))?;
        let attempt = run_initdb(binaries, account, draft, &password_file, locale, durable)?;
        let unknown_locale = String::from_utf8_lossy(&attempt.stderr).contains("invalid locale");
        output = Some(attempt);
        if !unknown_locale {
            break;
        }
    }
    let _gone = fs::remove_file(&password_file);
    if let Some(output) = output.filter(|output| !output.status.success()) {
        let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(EmbeddedError::Init(if told.is_empty() { output.status.to_string() } else { told }));
    }
    Ok(())
}

fn run_initdb(
    binaries: &Binaries,
    account: Account,
    draft: &Path,
    password_file: &Path,
    locale: &str,
    durable: bool,
) -> Result<Output, EmbeddedError> {
    let initdb = binaries.initdb();
    account
        .command(&initdb, LastWill::Kill)
        .args(["--username", OWNER, "--encoding", "UTF8", "--data-checksums"])
        .args(["--auth-local", "scram-sha-256", "--auth-host", "scram-sha-256"])
        .args(["--locale", locale])
        .args((!durable).then_some("--no-sync"))
        .arg("--pwfile")
        .arg(password_file)
        .arg("--pgdata")
        .arg(draft)
        .output()
        .map_err(EmbeddedError::io("cannot run", &initdb))
}

/// Sets the owner's password in a stopped cluster whose password file was lost.
pub(super) fn reset_owner_password(
    layout: &Layout,
    binaries: &Binaries,
    account: Account,
    passwords: &Passwords,
) -> Result<(), EmbeddedError> {
    let postgres = binaries.postgres();
    let mut child = account
        .command(&postgres, LastWill::Kill)
        .arg("--single")
        .arg("-D")
        .arg(&layout.data)
        .args(["-c", "exit_on_error=on", "postgres"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(EmbeddedError::io("cannot run", &postgres))?;
    if let Some(mut stdin) = child.stdin.take() {
        writeln!(stdin, "ALTER ROLE {OWNER} PASSWORD '{}';", passwords.owner)
            .map_err(EmbeddedError::io("cannot talk to", &postgres))?;
    }
    let output = child.wait_with_output().map_err(EmbeddedError::io("cannot wait for", &postgres))?;
    if output.status.success() {
        return Ok(());
    }
    Err(EmbeddedError::Start {
        reason: "its password could not be renewed".to_owned(),
        log: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
    })
}

pub(super) fn empty_folder(folder: &Path, account: Account) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    private_folder(folder, account)
}
