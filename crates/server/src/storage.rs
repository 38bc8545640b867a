use doorbuster_persistence::{Database, PgConnectOptions, platform};
use secrecy::{ExposeSecret as _, SecretString};

use crate::config::{Config, DatabaseConfig};
use crate::embedded::{Embedded, EmbeddedError, Settings};

/// The database that the configuration names, and the embedded PostgreSQL while it is one.
#[derive(Debug)]
pub struct Storage {
    embedded: Option<Embedded>,
    owner: PgConnectOptions,
    application: PgConnectOptions,
}

/// Why there is no database.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The embedded PostgreSQL.
    #[error(transparent)]
    Embedded(#[from] EmbeddedError),
    /// `DATABASE_URL` or `DATABASE_MIGRATION_URL` is not a PostgreSQL address. The text does not show it.
    #[error("{0} is not an address like postgres://user:password@host/database")]
    Url(&'static str),
    /// The migrations.
    #[error("cannot migrate: {0}")]
    Migration(doorbuster_persistence::Error),
}

impl Storage {
    /// For `serve`: starts the embedded PostgreSQL, or uses the configured one.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn start(config: &Config) -> Result<Self, StorageError> {
        match &config.database {
            DatabaseConfig::Embedded => {
                Ok(Self::of_embedded(Embedded::start(Settings::new(&config.data_dir)).await?))
            }
            DatabaseConfig::External { url, migration_url } => {
                Self::external(url.expose_secret(), migration_url.as_ref().map(SecretString::expose_secret))
            }
        }
    }

    /// For commands: attaches to the PostgreSQL of a running server, or starts it for our own duration.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn attach(config: &Config) -> Result<Self, StorageError> {
        match &config.database {
            DatabaseConfig::Embedded => {
                Ok(Self::of_embedded(Embedded::attach_or_start(Settings::new(&config.data_dir)).await?))
            }
            DatabaseConfig::External { .. } => Self::start(config).await,
        }
    }

    fn of_embedded(embedded: Embedded) -> Self {
        Self { owner: embedded.owner(), application: embedded.application(), embedded: Some(embedded) }
    }

    fn external(url: &str, migration_url: Option<&str>) -> Result<Self, StorageError> {
        let application: PgConnectOptions = url.parse().map_err(|_| StorageError::Url("DATABASE_URL"))?;
        let owner = match migration_url {
            None => application.clone(),
            Some(url) => url.parse().map_err(|_| StorageError::Url("DATABASE_MIGRATION_URL"))?,
        };
        Ok(Self { embedded: None, owner, application })
    }

    /// Brings the schema up to date and gives the application its privileges.
    ///
    /// # Errors
    /// [`StorageError::Migration`].
    pub async fn migrate(&self) -> Result<(), StorageError> {
        let migrated = platform::migrate(&self.owner, self.application.get_username()).await;
        migrated.map_err(StorageError::Migration)
    }

    /// The application's way in, with a pool of its own.
    pub fn database(&self, config: &Config) -> Database {
        Database::new(self.application.clone(), config.max_connections)
    }

    /// The owner's way in, for what only an owner may do.
    pub(crate) fn owner(&self) -> &PgConnectOptions {
        &self.owner
    }

    /// Waits until the embedded PostgreSQL ends although nobody stopped it, and starts it again. Never returns without
    /// an error.
    pub(crate) async fn keep_running(&mut self, config: &Config) -> StorageError {
        loop {
            let Some(embedded) = &self.embedded else {
                return std::future::pending().await;
            };
            let how = embedded.ended().await;
            tracing::error!("{how}; starting it again");
            self.embedded = None;
            match Embedded::start(Settings::new(&config.data_dir)).await {
                Ok(embedded) => self.embedded = Some(embedded),
                Err(error) => return error.into(),
            }
        }
    }

    /// Stops the embedded PostgreSQL, if it is ours.
    ///
    /// # Errors
    /// When it does not end.
    pub async fn stop(self) -> Result<(), StorageError> {
        if let Some(embedded) = self.embedded {
            embedded.stop().await?;
        }
        Ok(())
    }
}
