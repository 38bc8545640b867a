//! The shop's PostgreSQL, seen from behind: for counting, for filling, for batches without a shop.

use anyhow::Context;
use doorbuster_persistence::{Database, PgConnection};
use doorbuster_server::embedded::{Embedded, Settings};
use serde::Serialize;
use sqlx::{ConnectOptions, Row};

use crate::process::Shop;

/// A guest in a shop's PostgreSQL.
pub(super) struct Backdoor {
    embedded: Embedded,
    owner: PgConnection,
}

/// How PostgreSQL waits for the disk.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Durability {
    pub(super) version: String,
    pub(super) fsync: String,
    pub(super) synchronous_commit: String,
    pub(super) full_page_writes: String,
    pub(super) wal_sync_method: String,
    pub(super) shared_buffers: String,
}

impl Backdoor {
    pub(super) async fn open(shop: &Shop) -> anyhow::Result<Self> {
        let embedded = Box::pin(Embedded::attach_or_start(Settings::new(shop.data_dir()))).await?;
        let owner = embedded.owner().disable_statement_logging().connect().await?;
        Ok(Self { embedded, owner })
    }

    /// A connection as a lane has it.
    pub(super) async fn writer(&self) -> anyhow::Result<PgConnection> {
        Ok(Database::new(self.embedded.application(), 1).connect_writer().await?)
    }

    /// The connection of the owner.
    pub(super) fn owner(&mut self) -> &mut PgConnection {
        &mut self.owner
    }

    /// How often PostgreSQL has waited for the disk to write its log, as far as its processes have told. They tell at
    /// most once a second, and at the latest 10 s after their last transaction.
    pub(super) async fn syncs(&mut self) -> anyhow::Result<u64> {
        let syncs: i64 =
            sqlx::query_scalar("SELECT wal_sync FROM pg_stat_wal").fetch_one(&mut self.owner).await?;
        Ok(u64::try_from(syncs)?)
    }

    pub(super) async fn durability(&mut self) -> anyhow::Result<Durability> {
        let row = sqlx::query(
            "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
                 current_setting('synchronous_commit') AS synchronous_commit,
                 current_setting('full_page_writes') AS full_page_writes,
                 current_setting('wal_sync_method') AS wal_sync_method,
                 current_setting('shared_buffers') AS shared_buffers",
        )
        .fetch_one(&mut self.owner)
        .await?;
        let text = |name: &str| row.try_get::<String, _>(name).with_context(|| format!("no {name}"));
        Ok(Durability {
            version: text("version")?,
            fsync: text("fsync")?,
            synchronous_commit: text("synchronous_commit")?,
            full_page_writes: text("full_page_writes")?,
            wal_sync_method: text("wal_sync_method")?,
            shared_buffers: text("shared_buffers")?,
        })
    }
}
