//! Copying a new cluster from one kept for that, for tests: creating one takes a second, copying it a third of that.

use std::fs;
use std::path::{Path, PathBuf};

use super::account::{Account, LastWill};
use super::binaries::Binaries;
use super::error::EmbeddedError;
use super::initdb::empty_folder;
use super::passwords::Passwords;

/// To be raised when clusters are created otherwise than before.
const GENERATION: u32 = 1;

/// A folder with a pristine cluster and its passwords.
pub(super) struct Template {
    folder: PathBuf,
}

impl Template {
    /// The template for clusters of this version that belong to this account.
    pub(super) fn new(parent: &Path, binaries: &Binaries, account: Account) -> Self {
        let name = format!("postgres-{}-{}-{GENERATION}", binaries.major(), account.uid_on_disk());
        Self { folder: parent.join(name) }
    }

    /// Copies the cluster to `draft`; `None` if there is none to copy yet.
    pub(super) fn copy_to(&self, draft: &Path, account: Account) -> Result<Option<Passwords>, EmbeddedError> {
        let Some(passwords) = Passwords::load(&self.folder.join("passwords"))? else {
            return Ok(None);
        };
        copy(&self.folder.join("data"), draft, account)?;
        Ok(Some(passwords))
    }

    /// Keeps a copy of a new cluster. When several processes do this at once the first to finish wins.
    pub(super) fn keep(
        &self,
        cluster: &Path,
        passwords: &Passwords,
        account: Account,
    ) -> Result<(), EmbeddedError> {
        let draft = self.folder.with_extension(format!("{}.new", std::process::id()));
        fs::create_dir_all(&draft).map_err(EmbeddedError::io("cannot create", &draft))?;
        copy(cluster, &draft.join("data"), account)?;
        passwords.store(&draft.join("passwords"))?;
        if fs::rename(&draft, &self.folder).is_err() {
            let _gone = fs::remove_dir_all(&draft);
        }
        Ok(())
    }
}

/// Copies the contents of a folder, as the account that owns them.
fn copy(from: &Path, to: &Path, account: Account) -> Result<(), EmbeddedError> {
    empty_folder(to, account).map_err(EmbeddedError::io("cannot create", to))?;
    let output = account
        .command(Path::new("cp"), LastWill::Kill)
        .args(["-a", "--reflink=auto"])
        .arg(from.join("."))
        .arg(to)
        .output()
        .map_err(EmbeddedError::io("cannot copy", from))?;
    if output.status.success() {
        return Ok(());
    }
    Err(EmbeddedError::Init(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}
