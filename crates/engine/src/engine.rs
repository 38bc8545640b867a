use std::sync::Arc;

use doorbuster_domain::sales::Limits;
use doorbuster_gateways::payments::PaymentProvider;
use doorbuster_gateways::redis::Redis;
use doorbuster_gateways::storage::ObjectStorage;
use doorbuster_gateways::webhooks::WebhookSender;
use doorbuster_persistence::Database;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::ambient::fresh_id;
use crate::catalogue::images::Images;
use crate::identity::{Identity, IdentitySettings, MailSettings};
use crate::invoices::InvoiceSettings;
use crate::platform::Announcer;
use crate::sales::{Board, Lookups, StreamLimits, Watchers, Writers};
use crate::webhooks::Webhooks;

/// Everything that sells, on one database.
pub struct Engine {
    /// The primary.
    pub database: Database,
    /// Accounts and sessions.
    pub identity: Identity,
    /// The live sales as this process knows them.
    pub board: Board,
    pub(crate) lookups: Lookups,
    pub(crate) watchers: Watchers,
    pub(crate) writers: Arc<dyn Writers>,
    pub(crate) limits: Limits,
    /// Who moves the money; none when nobody is configured.
    pub payments: Option<Arc<dyn PaymentProvider>>,
    /// What the processes of a shop share besides the database, if it is configured.
    pub redis: Option<Redis>,
    /// The pictures.
    pub images: Images,
    /// Who issues invoices.
    pub(crate) invoices: InvoiceSettings,
    /// Other systems, and how they are told what happens.
    pub webhooks: Webhooks,
    /// What this process did, on its way to the others.
    pub(crate) announcer: Arc<Announcer>,
    /// Unlike that of any other process.
    pub(crate) name: String,
    /// Who writes mails; without it, they wait in the jobs table.
    pub(crate) mail: Option<MailSettings>,
    /// Rings when there is a job.
    pub(crate) jobs: Arc<Notify>,
    pub(crate) tasks: TaskTracker,
    /// No new requests, please; everything goes on.
    draining: CancellationToken,
    /// What moves by itself ends.
    pub(crate) stopping: CancellationToken,
    /// Nobody can ask any more: lanes and look-ups end when they are idle.
    pub(crate) closing: CancellationToken,
}

/// How to make an [`Engine`].
pub struct EngineSettings {
    /// The primary.
    pub database: Database,
    /// Secrets of the sessions.
    pub identity: IdentitySettings,
    /// Bounds of every lane.
    pub limits: Limits,
    /// Who moves the money.
    pub payments: Option<Arc<dyn PaymentProvider>>,
    /// Who writes mails.
    pub mail: Option<MailSettings>,
    /// Where pictures are.
    pub storage: Arc<dyn ObjectStorage>,
    /// Who issues invoices.
    pub invoices: InvoiceSettings,
    /// Who tells other systems what happens.
    pub webhooks: Arc<dyn WebhookSender>,
    /// What the processes share besides the database.
    pub redis: Option<Redis>,
    /// Who may watch.
    pub streams: StreamLimits,
}

impl Engine {
    /// An engine that serves requests but does nothing by itself: see [`Engine::start_tasks`].
    pub fn new(settings: EngineSettings) -> Arc<Self> {
        let writers = Arc::new(settings.database.clone());
        Self::with_writers(settings, writers)
    }

    /// An engine whose lanes sell through `writers` instead of the database.
    pub fn with_writers(settings: EngineSettings, writers: Arc<dyn Writers>) -> Arc<Self> {
        let EngineSettings {
            database,
            identity,
            limits,
            payments,
            mail,
            storage,
            invoices,
            webhooks,
            redis,
            streams,
        } = settings;
        let announcer = Arc::new(Announcer::new(redis.is_some()));
        let jobs = Arc::new(Notify::new());
        let tasks = TaskTracker::new();
        let closing = CancellationToken::new();
        Arc::new(Self {
            identity: Identity::new(database.clone(), identity, Arc::clone(&announcer), Arc::clone(&jobs)),
            board: Board::default(),
            lookups: Lookups::start(database.clone(), &tasks, closing.clone()),
            watchers: Watchers::new(streams),
            writers,
            database,
            limits,
            payments,
            mail,
            images: Images::new(storage),
            invoices,
            webhooks: Webhooks::new(webhooks),
            jobs,
            redis,
            announcer,
            name: fresh_id().simple().to_string(),
            tasks,
            draining: CancellationToken::new(),
            stopping: CancellationToken::new(),
            closing,
        })
    }

    /// Whether the process is about to end: not ready for new requests.
    pub fn is_draining(&self) -> bool {
        self.draining.is_cancelled()
    }

    /// Says that the process is about to end: it is not ready any more. Requests that come all the same are served as
    /// ever, so what moves by itself goes on until [`Engine::stop`].
    pub fn begin_drain(&self) {
        self.draining.cancel();
    }

    /// Closes the streams of all who watch a sale, and lets nobody watch any more. Without it they would never end, and
    /// whoever waits for open requests would wait for them. Their clients come again, to another process or a new one.
    pub fn close_streams(&self) {
        self.watchers.close();
    }

    /// Stops what moves by itself, lets the lanes finish what they hold, and closes the database. Call it when no
    /// request can come any more.
    pub async fn stop(&self) {
        self.draining.cancel();
        self.stopping.cancel();
        self.close_streams();
        self.closing.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.database.close().await;
    }
}
