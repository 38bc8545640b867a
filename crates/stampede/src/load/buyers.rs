//! Who buys.

use std::path::Path;

use anyhow::{Context, ensure};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde::Deserialize;

/// The tokens of many customers.
#[derive(Debug)]
pub struct Buyers(Vec<Box<str>>);

impl Buyers {
    /// Reads what `doorbuster load-users` wrote: a CSV with a column `token`.
    ///
    /// The order is shuffled, the same way every time. Customers do not come in the order of their registration, and
    /// the database's index over them is twice as fast if they do.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Row {
            token: Box<str>,
        }
        let mut reader =
            csv::Reader::from_path(path).with_context(|| format!("cannot open {}", path.display()))?;
        let mut tokens = reader
            .deserialize()
            .map(|row| row.map(|Row { token }| token))
            .collect::<Result<Vec<_>, _>>()
            .with_context(|| format!("{} is not a CSV with a column `token`", path.display()))?;
        ensure!(!tokens.is_empty(), "{} names no customer", path.display());
        ensure!(
            tokens.iter().all(|token| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())),
            "{} has a token that no header can carry",
            path.display()
        );
        tokens.shuffle(&mut StdRng::seed_from_u64(1));
        Ok(Self(tokens))
    }

    /// These tokens, in this order.
    #[must_use]
    pub fn from_tokens(tokens: Vec<Box<str>>) -> Self {
        Self(tokens)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The token of one customer, if there are so many.
    #[must_use]
    pub fn token(&self, index: usize) -> Option<&str> {
        self.0.get(index).map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::io::Write;

    use super::Buyers;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn tokens_are_read_in_another_order_every_one_once() {
        let rows: String = (0..100).map(|n| format!("u{n}@example.com,secret,t{n}\n")).collect();
        let file = file(&format!("email,password,token\n{rows}"));
        let buyers = Buyers::read(file.path()).unwrap();
        let tokens: Vec<&str> = (0..buyers.len()).filter_map(|n| buyers.token(n)).collect();
        assert_eq!(tokens.iter().collect::<HashSet<_>>().len(), 100);
        assert_ne!(tokens[..3], ["t0", "t1", "t2"]);
        assert_eq!(buyers.token(100), None);
        assert_eq!(Buyers::read(file.path()).unwrap().token(0), Some(tokens[0]));
    }

    #[test]
    fn other_files_are_refused() {
        for text in ["", "email,token\n", "email\na@b.c\n", "token\na b\n"] {
            assert!(Buyers::read(file(text).path()).is_err(), "{text:?}");
        }
    }
}
