//! The passwords of the two roles, made up once and kept readable by us only.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rand::Rng;
use rand::distr::Alphanumeric;

use super::error::EmbeddedError;

/// Letters and digits only, so they need no quoting in SQL.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Passwords {
    pub(super) owner: String,
    pub(super) application: String,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Passwords")
    }
}

impl Passwords {
    /// What was stored in `file`, or `None` if there is no such file.
    pub(super) fn load(file: &Path) -> Result<Option<Self>, EmbeddedError> {
        match fs::read_to_string(file) {
            Ok(text) => Self::parse(&text).map(Some).ok_or_else(|| EmbeddedError::Io {
                what: "cannot understand",
                path: file.to_owned(),
                source: io::ErrorKind::InvalidData.into(),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(EmbeddedError::io("cannot read", file)(error)),
        }
    }

    /// Makes up new ones.
    pub(super) fn random() -> Self {
        let word = || rand::rng().sample_iter(Alphanumeric).take(32).map(char::from).collect();
        Self { owner: word(), application: word() }
    }

    /// Stores them for the next start, completely or not at all.
    pub(super) fn store(&self, file: &Path) -> Result<(), EmbeddedError> {
        let draft = file.with_extension("new");
        let text = format!("owner={}\napplication={}\n", self.owner, self.application);
        write_private(&draft, &text)
            .and_then(|()| fs::rename(&draft, file))
            .and_then(|()| file.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all()))
            .map_err(EmbeddedError::io("cannot write", file))
    }

    fn parse(text: &str) -> Option<Self> {
        let field = |name| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        let valid =
            |value: &&str| !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
        Some(Self {
            owner: field("owner").filter(valid)?.to_owned(),
            application: field("application").filter(valid)?.to_owned(),
        })
    }
}

/// Writes a file that only we can read, replacing what a crash may have left.
pub(super) fn write_private(path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::Passwords;

    #[test]
    fn only_a_complete_file_without_quotes_is_accepted() {
        assert!(Passwords::parse("owner=a1\napplication=b2\n").is_some());
        assert!(Passwords::parse("owner=a1\n").is_none());
        assert!(Passwords::parse("owner=a'1\napplication=b2\n").is_none());
        assert!(Passwords::parse("").is_none());
    }
}
