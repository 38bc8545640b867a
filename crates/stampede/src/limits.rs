//! What this process may open.

use anyhow::ensure;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files that are open besides the connections.
const SPARE: u64 = 100;

/// Raises this process's limit of open files to what `connections` need.
///
/// # Errors
/// When the system's limit is lower.
pub fn allow_open_files(connections: usize) -> anyhow::Result<()> {
    let needed = u64::try_from(connections).unwrap_or(u64::MAX).saturating_add(SPARE);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|limit| limit >= needed) {
        return Ok(());
    }
    ensure!(
        maximum.is_none_or(|limit| limit >= needed),
        "{connections} connections need {needed} open files, this system allows {}: raise `ulimit -Hn`",
        maximum.unwrap_or_default()
    );
    setrlimit(Resource::Nofile, Rlimit { current: Some(needed), maximum })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::allow_open_files;

    #[test]
    fn a_few_connections_are_always_allowed() {
        allow_open_files(1).unwrap();
        assert!(
            allow_open_files(usize::MAX).is_err()
                || rustix::process::getrlimit(rustix::process::Resource::Nofile).maximum.is_none()
        );
    }
}
