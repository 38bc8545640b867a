use doorbuster_domain::sales::Failure;

/// What can go wrong between us and PostgreSQL. Its text is for the log, never for a client.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The driver's or the server's error.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A migration failed.
    #[error(transparent)]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row says something that the domain does not know.
    #[error("{0} holds a value that this version does not know")]
    Corrupt(&'static str),
}

impl Error {
    /// The constraint that refused, if one did. Its name is the refusal.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Sql(sqlx::Error::Database(error)) => error.constraint(),
            Self::Sql(_) | Self::Migration(_) | Self::Corrupt(_) => None,
        }
    }

    /// Whether the database could not be reached or had no room, so that trying later may help.
    pub fn is_unavailable(&self) -> bool {
        matches!(self.failure(), Failure::Unknown | Failure::NotDone)
    }

    /// What this error says about the transaction in which it happened.
    pub fn failure(&self) -> Failure {
        let Self::Sql(error) = self else {
            return Failure::Unknown;
        };
        let sqlx::Error::Database(error) = error else {
            return Failure::Unknown;
        };
        // SQLSTATE classes, https://www.postgresql.org/docs/current/errcodes-appendix.html
        match error.code().as_deref() {
            // Serialization failure, deadlock, lock or statement timeout, no resources, a server that became
            // read-only: rolled back for certain, and worth another try.
            Some("40001" | "40P01" | "55P03" | "57014" | "25006") => Failure::NotDone,
            Some(code) if code.starts_with("53") => Failure::NotDone,
            // The server is going away: it may have been in the middle of the commit.
            Some(code) if code.starts_with("57") || code.starts_with("08") || code.starts_with("XX") => {
                Failure::Unknown
            }
            _ => Failure::Refused,
        }
    }
}
