use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use rand::Rng as _;
use rand::distr::Alphanumeric;
use secrecy::SecretString;

/// `length` random letters and digits, from the system's generator.
pub(crate) fn random_text(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}

/// Writes a file that only we may read.
pub(crate) fn write_private(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(())
}

/// The signing secret that this DATA_DIR keeps; made the first time.
///
/// # Errors
/// When DATA_DIR cannot be read or written.
pub(crate) fn kept_jwt_secret(data_dir: &Path) -> anyhow::Result<SecretString> {
    let path = data_dir.join("jwt-secret");
    match fs::read_to_string(&path) {
        Ok(secret) => Ok(SecretString::from(secret.trim().to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(data_dir)?;
            let secret = random_text(64);
            write_private(&path, &secret)?;
            Ok(SecretString::from(secret))
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
