use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process, thread};

use doorbuster_persistence::{PgConnectOptions, platform};
use doorbuster_server::embedded::{APPLICATION, DATABASE, Embedded, Settings};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use tokio::runtime::Builder;

/// One PostgreSQL for all tests of this process; a database of its own for each shop.
pub(crate) struct Cluster {
    owner: PgConnectOptions,
    application: PgConnectOptions,
    databases: AtomicU32,
}

impl Cluster {
    /// The cluster of this process, started with the first test that needs it.
    pub(crate) fn shared() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(|| {
            let (sender, receiver) = std::sync::mpsc::channel();
            // A thread of its own: PostgreSQL ends with the thread that started it, and each test's runtime ends with
            // the test.
            thread::spawn(move || {
                let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
                runtime.block_on(async {
                    let embedded = start().await;
                    let (owner, application) = (embedded.owner(), embedded.application());
                    platform::migrate(&owner, APPLICATION).await.expect("the migrations run");
                    sender.send((owner, application)).expect("somebody waits for the cluster");
                    let how = embedded.ended().await;
                    panic!("the tests' {how}");
                });
            });
            let (owner, application) = receiver.recv().expect("PostgreSQL starts");
            Self { owner, application, databases: AtomicU32::new(0) }
        })
    }

    /// A fresh database with the whole schema: how its owner and how the application connect.
    pub(crate) async fn database(&self) -> (PgConnectOptions, PgConnectOptions) {
        let name = format!("shop_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut connection =
            self.owner.clone().database("postgres").connect().await.expect("the owner connects");
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {DATABASE}")))
            .execute(&mut connection)
            .await
            .expect("a database for this test");
        connection.close().await.expect("the owner leaves");
        (self.owner.clone().database(&name), self.application.clone().database(&name))
    }
}

async fn start() -> Embedded {
    let folder = env::temp_dir().join("doorbuster-testkit");
    fs::create_dir_all(&folder).expect("a folder for the tests' data");
    // Deleting a hundred databases takes a while, and nobody waits for it.
    let dead = folder.clone();
    thread::spawn(move || forget_the_dead(&dead));
    let data_dir = folder.join(process::id().to_string());
    let settings =
        Settings { template: Some(folder.join("template")), ..Settings::new(data_dir).disposable() };
    Embedded::start(settings).await.expect("PostgreSQL starts")
}

/// Removes what test processes left that are gone.
fn forget_the_dead(folder: &Path) {
    for entry in fs::read_dir(folder).expect("the tests' data").flatten() {
        let name = entry.file_name();
        let is_process = name.to_string_lossy().bytes().all(|byte| byte.is_ascii_digit());
        if is_process && !Path::new("/proc").join(&name).exists() {
            fs::remove_dir_all(entry.path()).ok();
        }
    }
}
