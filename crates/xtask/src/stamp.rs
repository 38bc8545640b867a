//! Remembering what was done for which inputs, to do it again only when they change.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders that are made, not written.
const GENERATED: [&str; 4] = ["node_modules", "dist", "test-results", "playwright-report"];

/// A file that holds the fingerprint of the inputs of the last success.
pub(crate) struct Stamp {
    file: PathBuf,
    current: String,
}

impl Stamp {
    /// The stamp in `file` for the contents of `inputs`, which are files and folders.
    pub(crate) fn new(file: PathBuf, inputs: &[PathBuf]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        for input in inputs {
            add(input, &mut hasher).with_context(|| format!("cannot read {}", input.display()))?;
        }
        Ok(Self { file, current: format!("{:016x}\n", hasher.finish()) })
    }

    /// Whether the last success was with other inputs.
    pub(crate) fn is_outdated(&self) -> bool {
        fs::read_to_string(&self.file).ok().as_ref() != Some(&self.current)
    }

    /// Records a success.
    pub(crate) fn set(&self) -> Result<()> {
        fs::write(&self.file, &self.current).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    path.hash(hasher);
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        entries.sort_unstable();
        for entry in entries {
            if !entry.file_name().is_some_and(|name| GENERATED.iter().any(|generated| name == *generated)) {
                add(&entry, hasher)?;
            }
        }
        return Ok(());
    }
    fs::read(path)?.hash(hasher);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Stamp;
    use std::fs;

    #[test]
    fn only_what_was_written_counts() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("source");
        fs::create_dir_all(source.join("node_modules")).unwrap();
        fs::write(source.join("page.tsx"), "one").unwrap();
        let stamp = || Stamp::new(folder.path().join("stamp"), std::slice::from_ref(&source)).unwrap();
        assert!(stamp().is_outdated());
        stamp().set().unwrap();
        assert!(!stamp().is_outdated());
        fs::write(source.join("node_modules/x.js"), "made").unwrap();
        assert!(!stamp().is_outdated());
        fs::write(source.join("page.tsx"), "two").unwrap();
        assert!(stamp().is_outdated());
        fs::write(source.join("page.tsx"), "one").unwrap();
        assert!(!stamp().is_outdated());
        fs::rename(source.join("page.tsx"), source.join("other.tsx")).unwrap();
        assert!(stamp().is_outdated());
    }
}
