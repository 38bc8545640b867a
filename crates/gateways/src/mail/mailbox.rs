use std::io;
use std::path::{Path, PathBuf};

use futures::future::{BoxFuture, FutureExt};
use serde::{Deserialize, Serialize};
use tokio::fs;
use uuid::Uuid;

use super::{Mail, MailError, MailTransport};

/// What the list shows at most.
const SHOWN: usize = 100;

/// Takes every mail and delivers none: one file each, for whoever tries the shop out.
#[derive(Clone, Debug)]
pub struct Mailbox {
    folder: PathBuf,
}

/// A mail that would have been sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMail {
    /// Its id, by time.
    pub id: Uuid,
    /// To whom.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
}

impl Mailbox {
    /// Keeps mails in `folder`, which is made when the first one comes.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The newest mails, newest first, at most a hundred.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn newest(&self) -> io::Result<Vec<StoredMail>> {
        let mut names = match fs::read_dir(&self.folder).await {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut paths = Vec::new();
        while let Some(entry) = names.next_entry().await? {
            if entry.path().extension().is_some_and(|extension| extension == "json") {
                paths.push(entry.path());
            }
        }
        // Ids are by time, and so are the names.
        paths.sort_unstable();
        let mut mails = Vec::new();
        for path in paths.into_iter().rev().take(SHOWN) {
            if let Ok(mail) = serde_json::from_slice(&fs::read(path).await?) {
                mails.push(mail);
            }
        }
        Ok(mails)
    }

    async fn keep(&self, mail: &Mail) -> io::Result<()> {
        let Mail { id, to, subject, text } = mail.clone();
        let stored = StoredMail { id, to: to.to_string(), subject, text };
        fs::create_dir_all(&self.folder).await?;
        let path = self.folder.join(format!("{id}.json"));
        // Nobody reads half a mail.
        let unfinished = path.with_extension("unfinished");
        fs::write(&unfinished, serde_json::to_vec_pretty(&stored)?).await?;
        fs::rename(unfinished, path).await
    }
}

impl MailTransport for Mailbox {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), MailError>> {
        async move {
            tracing::info!(mail.id = %mail.id, mail.subject, "a mail in the mailbox of the development: /dev/mailbox");
            self.keep(mail).await.map_err(|error| MailError::Later(error.to_string()))
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_newest_comes_first_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let mailbox = Mailbox::new(&folder.path().join("mailbox"));
        assert_eq!(mailbox.newest().await.unwrap(), []);
        for (number, subject) in [(1, "first"), (2, "second"), (2, "second")] {
            let mail = Mail {
                id: Uuid::from_u128(number),
                to: "ada@example.com".parse().unwrap(),
                subject: subject.into(),
                text: "…".into(),
            };
            mailbox.send(&mail).await.unwrap();
        }
        let subjects: Vec<_> = mailbox.newest().await.unwrap().into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects, ["second", "first"]);
    }
}
