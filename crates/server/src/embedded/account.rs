//! Under which account PostgreSQL runs. It refuses root, and `initdb` refuses users without a name, so the shop that
//! runs as one of those lends it another identity; an ordinary user's PostgreSQL runs as that user.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::binaries::Binaries;
use super::error::EmbeddedError;

/// The account PostgreSQL runs under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Account {
    /// Ours.
    Own,
    /// We are root and drop to this one.
    Drop { uid: u32, gid: u32 },
    /// A user namespace in which our own id goes by this one; outside of it the files stay ours.
    Map { uid: u32, gid: u32 },
}

/// What the kernel sends to a child when we die.
#[derive(Clone, Copy)]
pub(super) enum LastWill {
    /// PostgreSQL's fast shutdown.
    Interrupt,
    /// For helpers that keep nothing.
    Kill,
}

const NOBODY: u32 = 65534;

impl Account {
    /// The account of an existing cluster is that of its owner.
    pub(super) fn of_cluster(data: &Path) -> Result<Self, EmbeddedError> {
        let found = fs::metadata(data).map_err(EmbeddedError::io("cannot read", data))?;
        let ours = effective_uid();
        match (ours, found.uid()) {
            (0, 0) => Ok(Self::mapped()),
            (0, owner) => Ok(Self::Drop { uid: owner, gid: found.gid() }),
            (ours, owner) if ours == owner => Ok(Self::ordinary()),
            (ours, owner) => Err(EmbeddedError::Foreign { data: data.to_owned(), owner, ours }),
        }
    }

    /// The account for a new cluster below `folder`: the first that can reach it and run the programs.
    pub(super) fn for_new_cluster(folder: &Path, binaries: &Binaries) -> Result<Self, EmbeddedError> {
        let candidates = if effective_uid() == 0 {
            ["postgres", "nobody"]
                .into_iter()
                .filter_map(system_user)
                .map(|(uid, gid)| Self::Drop { uid, gid })
                .chain([Self::mapped()])
                .collect()
        } else {
            vec![Self::ordinary()]
        };
        let mut refusals = Vec::new();
        for account in candidates {
            match account.try_out(folder, binaries) {
                Ok(()) => return Ok(account),
                Err(refusal) => refusals.push(format!("{account:?}: {refusal}")),
            }
        }
        Err(EmbeddedError::NoAccount(refusals.join("; ")))
    }

    /// The user and group that must own PostgreSQL's files, unless that is us already.
    pub(super) fn file_owner(self) -> Option<(u32, u32)> {
        match self {
            Self::Own | Self::Map { .. } => None,
            Self::Drop { uid, gid } => Some((uid, gid)),
        }
    }

    /// The user id that PostgreSQL's files have on the disk.
    pub(super) fn uid_on_disk(self) -> u32 {
        self.file_owner().map_or_else(effective_uid, |(uid, _)| uid)
    }

    /// A command that runs `program` under this account and ends with the *thread* that spawns it.
    ///
    /// The environment is emptied: it holds the shop's secrets, and PG* variables that would confuse PostgreSQL.
    /// The process group is its own, so that Ctrl-C at the terminal reaches the shop only, which stops PostgreSQL last.
    pub(super) fn command(self, program: &Path, last_will: LastWill) -> Command {
        let signal = match last_will {
            LastWill::Interrupt => "INT",
            LastWill::Kill => "KILL",
        };
        let mut words: Vec<String> = Vec::new();
        if let Self::Map { uid, gid } = self {
            words.extend([
                "unshare".into(),
                "--user".into(),
                format!("--map-user={uid}"),
                format!("--map-group={gid}"),
            ]);
            words.push("--".into());
        }
        // Changing the identity clears the parent-death signal, so `setpriv` comes last and sets it after its own change.
        words.extend(["setpriv".into(), "--pdeathsig".into(), signal.into()]);
        if let Self::Drop { uid, gid } = self {
            words.extend([format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".into()]);
        }
        words.push("--".into());

        let mut words = words.into_iter();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).arg(program).env_clear().current_dir("/").stdin(Stdio::null());
        for kept in ["PATH", "LD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command.env("LC_ALL", "C").env("TZ", "UTC");
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command
    }

    /// Can this account enter `folder` and run PostgreSQL? Asked of the system itself, which knows about ACLs,
    /// containers and mount options.
    fn try_out(self, folder: &Path, binaries: &Binaries) -> Result<(), String> {
        let output = self
            .command(OsStr::new("sh").as_ref(), LastWill::Kill)
            .args([
                "-c",
                r#"test -x "$1" || { echo "cannot enter $1" >&2; exit 1; }; exec "$2" --version"#,
                "sh",
            ])
            .arg(folder)
            .arg(binaries.postgres())
            .output()
            .map_err(|error| format!("setpriv and unshare (package util-linux) are needed: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }

    fn ordinary() -> Self {
        let named = Command::new("id").arg("-un").stdout(Stdio::null()).stderr(Stdio::null()).status();
        // Without the `id` program nothing is known against the ordinary case.
        if named.map_or(true, |status| status.success()) { Self::Own } else { Self::mapped() }
    }

    fn mapped() -> Self {
        let (uid, gid) =
            system_user("postgres").or_else(|| system_user("nobody")).unwrap_or((NOBODY, NOBODY));
        Self::Map { uid, gid }
    }
}

/// Our effective user id; 0 is root.
pub(super) fn effective_uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// User and group id of a local account other than root.
fn system_user(name: &str) -> Option<(u32, u32)> {
    find_user(&fs::read_to_string("/etc/passwd").ok()?, name)
}

fn find_user(passwd: &str, name: &str) -> Option<(u32, u32)> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        (uid != 0).then_some((uid, gid))
    })
}

#[cfg(test)]
mod tests {
    use super::find_user;

    #[test]
    fn finds_a_user_by_full_name_and_never_root() {
        let passwd = "root:x:0:0::/:/bin/sh\npost:x:7:8::/:/bin/sh\npostgres:x:101:104:x,,:/var:/bin/bash\n";
        assert_eq!(find_user(passwd, "postgres"), Some((101, 104)));
        assert_eq!(find_user(passwd, "root"), None);
        assert_eq!(find_user(passwd, "gres"), None);
    }
}
