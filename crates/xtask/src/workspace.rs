//! Where things are.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The repository and its build folder.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// The repository that this program was run from.
    pub(crate) fn find() -> Result<Self> {
        // Cargo sets this for `cargo xtask`; without cargo the working directory has to do.
        let start = env::var_os("CARGO_MANIFEST_DIR").map_or_else(env::current_dir, |dir| Ok(dir.into()))?;
        let root = start
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").is_file())
            .context("no Cargo.lock here or above: run this inside the repository")?
            .to_owned();
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |target| root.join(target));
        Ok(Self { root, target })
    }

    pub(crate) fn frontend(&self) -> PathBuf {
        self.root.join("frontend")
    }

    pub(crate) fn openapi(&self) -> PathBuf {
        self.root.join("openapi")
    }

    /// The shop's program of a build profile's folder (`debug`, `release`).
    pub(crate) fn doorbuster(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join("doorbuster")
    }

    /// A setting of the shop as it will see it: from the environment, else from `.env`.
    pub(crate) fn setting(&self, name: &str) -> Option<OsString> {
        let set = env::var_os(name).filter(|value| !value.is_empty());
        set.or_else(|| {
            from_dotenv(&fs::read_to_string(self.root.join(".env")).ok()?, name).map(OsString::from)
        })
    }
}

fn from_dotenv(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let line = line.trim();
        let (key, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (key.trim() == name && !value.is_empty()).then(|| value.to_owned())
    })
}

/// The program's path if PATH leads to one of these names.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let mut programs =
        env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    programs.find(|program| {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(program).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
    })
}

/// Whether this runs in CI, where a missing part is a failure.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| value == "true")
}

/// For messages: relative to the repository when inside of it.
pub(crate) fn shown<'a>(workspace: &Workspace, path: &'a Path) -> std::path::Display<'a> {
    path.strip_prefix(&workspace.root).unwrap_or(path).display()
}

#[cfg(test)]
mod tests {
    use super::from_dotenv;

    #[test]
    fn reads_plain_and_quoted_settings() {
        let text = "# DATA_DIR=no\nDATA_DIR = '/srv/shop'\nexport LISTEN=0.0.0.0:80\nDATABASE_URL=\n";
        assert_eq!(from_dotenv(text, "DATA_DIR").as_deref(), Some("/srv/shop"));
        assert_eq!(from_dotenv(text, "LISTEN").as_deref(), Some("0.0.0.0:80"));
        assert_eq!(from_dotenv(text, "DATABASE_URL"), None);
    }
}
