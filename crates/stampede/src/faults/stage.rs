//! One PostgreSQL, one or several servers on it, and a proxy on every wire between them and the customers.
//!
//! PostgreSQL is our child and not a server's, so that a server can be killed without it. Every server reaches it
//! through a proxy of its own, and customers reach every server through another.

use std::fs::{OpenOptions, Permissions};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use doorbuster_server::embedded::{Embedded, Settings};
use doorbuster_testkit::proxy::{Address, Proxy};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use super::schedule::{Injection, Wire};
use crate::client::{Api, Target};
use crate::crowd::{Buyer, read_buyers};
use crate::history::{Clock, FaultWindow, Micros};
use crate::process::{ChildServer, Program, free_address, run_to_end, wait_until_ready};

/// A pooled connection that broke shows itself when it is used next, and what failed by it is tried again a second
/// later: the shop is as before so long after a fault.
const AFTERMATH: Duration = Duration::from_secs(1);
/// A server or PostgreSQL that is not back by then does not come back.
const RECOVERY: Duration = Duration::from_secs(60);

/// Everything that sells, and what breaks it.
#[derive(Debug)]
pub struct Stage {
    // Dropped in this order: servers, then PostgreSQL, then their folder.
    nodes: Vec<Node>,
    database: Option<Embedded>,
    owner: PgConnectOptions,
    application: PgConnectOptions,
    program: Program,
    secret: String,
    folder: TempDir,
}

/// A server and its wires.
#[derive(Debug)]
struct Node {
    server: Option<ChildServer>,
    folder: PathBuf,
    address: SocketAddr,
    customers: Proxy,
    database: Proxy,
    /// The folder of the socket that the server takes for PostgreSQL's.
    socket: PathBuf,
}

impl Stage {
    /// Starts PostgreSQL and the servers. PostgreSQL ends with the thread that calls this.
    ///
    /// # Errors
    /// Why something does not start, with the end of its log.
    pub async fn set(program: &Program, servers: usize) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("stampede-").tempdir()?;
        // When we are root, PostgreSQL runs as another user, who must be able to pass through to its own folder.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
        let database = start_database(folder.path()).await?;
        let mut stage = Self {
            nodes: Vec::new(),
            owner: database.owner(),
            application: database.application(),
            database: Some(database),
            program: program.clone(),
            secret: crate::ambient::word(48),
            folder,
        };
        for number in 0..servers {
            let node = stage.node(number).await?;
            stage.nodes.push(node);
            stage.start(number).await?;
        }
        Ok(stage)
    }

    async fn node(&self, number: usize) -> anyhow::Result<Node> {
        let folder = self.folder.path().join(format!("server-{number}"));
        std::fs::create_dir(&folder)?;
        let address = free_address()?;
        let socket = folder.join("sockets");
        std::fs::create_dir(&socket)?;
        let listen = Address::Unix(socket.join(SOCKET));
        let database = Proxy::start(&listen, Address::Unix(socket_of(&self.owner)?)).await?;
        let customers = Proxy::start(&Address::loopback(), Address::Tcp(address)).await?;
        Ok(Node { server: None, folder, address, customers, database, socket })
    }

    async fn start(&mut self, number: usize) -> anyhow::Result<()> {
        let node = self.nodes.get_mut(number).context("there is no such server")?;
        let log = node.folder.join("doorbuster.log");
        let output = OpenOptions::new().create(true).append(true).open(&log)?;
        let mut command = self.program.command(&node.folder, &self.secret);
        command
            .arg("serve")
            .env("LISTEN", node.address.to_string())
            .env("RATE_LIMIT", "off")
            .env("DATABASE_URL", url(&self.application, Some(&node.socket)))
            .env("DATABASE_MIGRATION_URL", url(&self.owner, Some(&node.socket)))
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output);
        let mut server = ChildServer::spawn("doorbuster", &mut command)?;
        wait_until_ready(&Api::new(Target::of(node.address)), &mut server, &log).await?;
        node.server = Some(server);
        Ok(())
    }

    /// The servers, as customers reach them.
    #[must_use]
    pub fn targets(&self) -> Vec<Target> {
        let address = |node: &Node| match node.customers.address() {
            Address::Tcp(address) => Some(Target::of(*address)),
            Address::Unix(_) => None,
        };
        self.nodes.iter().filter_map(address).collect()
    }

    /// A way into the database that no fault of a wire touches.
    #[must_use]
    pub fn owner(&self) -> &PgConnectOptions {
        &self.owner
    }

    /// Makes an account that may open sales, and signs in at the first server.
    ///
    /// # Errors
    /// When the command fails or the sign-in is refused.
    pub async fn staff(&self) -> anyhow::Result<Api> {
        let email = "stampede@example.com";
        let password = crate::ambient::word(24);
        self.run(&["users", "create", "--email", email, "--role", "staff", "--password-stdin"], &password)?;
        let node = self.nodes.first().context("there is no server")?;
        Api::new(Target::of(node.address)).sign_in(email, &password).await
    }

    /// Makes customers.
    ///
    /// # Errors
    /// When the command fails.
    pub fn customers(&self, count: usize) -> anyhow::Result<Vec<Buyer>> {
        let path = self.folder.path().join("users.csv");
        self.run(&["load-users", "--count", &count.to_string(), "--csv", &path.display().to_string()], "")?;
        read_buyers(&path)
    }

    /// Checks every invariant on the live database.
    ///
    /// # Errors
    /// The violations.
    pub fn audit(&self) -> anyhow::Result<String> {
        self.run(&["audit"], "")
    }

    /// Breaks something, and waits until all is well again. Returns what was broken, and when.
    ///
    /// # Errors
    /// When the shop does not come back.
    pub async fn inject(&mut self, injection: &Injection, clock: Clock) -> anyhow::Result<FaultWindow> {
        let from = clock.now();
        self.break_it(injection).await.with_context(|| injection.to_string())?;
        timeout(RECOVERY, self.ready())
            .await
            .with_context(|| format!("the shop does not recover: {injection}"))??;
        let aftermath = Micros::try_from(AFTERMATH.as_micros())?;
        Ok(FaultWindow { fault: injection.to_string(), from, to: clock.now() + aftermath })
    }

    async fn break_it(&mut self, injection: &Injection) -> anyhow::Result<()> {
        match *injection {
            Injection::Kill { server } => {
                let node = self.nodes.get_mut(server).context("there is no such server")?;
                node.server.take().context("the server does not run")?.kill()?;
                self.start(server).await?;
            }
            Injection::Terminate { lanes_only } => self.terminate(lanes_only).await?,
            Injection::Restart { immediate } => self.restart(immediate).await?,
            Injection::Delay { server, wire, direction, by, during } => {
                let proxy = self.wire(server, wire)?;
                proxy.delay(direction, by);
                sleep(during).await;
                proxy.delay(direction, Duration::ZERO);
                // What was sent meanwhile is still under way.
                sleep(by).await;
            }
            Injection::Cut { server, wire } => {
                self.wire(server, wire)?.cut();
            }
            Injection::CutAfter { server, wire, direction, bytes } => {
                let proxy = self.wire(server, wire)?;
                proxy.cut_after(direction, bytes);
                // Connections that say nothing for so long are spared.
                sleep(Duration::from_millis(150)).await;
                proxy.spare();
            }
            Injection::Refuse { server, during } => {
                let proxy = self.wire(server, Wire::Database)?;
                proxy.refuse(true);
                proxy.cut();
                sleep(during).await;
                proxy.refuse(false);
            }
        }
        Ok(())
    }

    fn wire(&self, server: usize, wire: Wire) -> anyhow::Result<&Proxy> {
        let node = self.nodes.get(server).context("there is no such server")?;
        Ok(match wire {
            Wire::Database => &node.database,
            Wire::Customers => &node.customers,
        })
    }

    async fn terminate(&self, lanes_only: bool) -> anyhow::Result<()> {
        let mut connection: PgConnection = self.owner.clone().connect().await?;
        sqlx::query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE pid <> pg_backend_pid()
                 AND (application_name = 'doorbuster lane' OR (application_name = 'doorbuster' AND NOT $1))",
        )
        .bind(lanes_only)
        .execute(&mut connection)
        .await?;
        connection.close().await?;
        Ok(())
    }

    async fn restart(&mut self, immediate: bool) -> anyhow::Result<()> {
        let database = self.database.take().context("PostgreSQL does not run")?;
        if immediate {
            let note = self.folder.path().join("database/postgres/data/postmaster.pid");
            let text =
                std::fs::read_to_string(&note).with_context(|| format!("cannot read {}", note.display()))?;
            let pid = text.lines().next().and_then(|line| line.trim().parse().ok()).and_then(Pid::from_raw);
            kill_process(pid.context("postmaster.pid names no process")?, Signal::QUIT)?;
            database.ended().await;
            drop(database);
        } else {
            database.stop().await?;
        }
        let database = start_database(self.folder.path()).await?;
        (self.owner, self.application) = (database.owner(), database.application());
        let upstream = Address::Unix(socket_of(&self.owner)?);
        for node in &self.nodes {
            node.database.set_upstream(upstream.clone());
        }
        self.database = Some(database);
        Ok(())
    }

    /// Waits until every server answers that it is ready.
    async fn ready(&mut self) -> anyhow::Result<()> {
        for node in &mut self.nodes {
            let Some(server) = &mut node.server else { bail!("a server does not run") };
            let log = node.folder.join("doorbuster.log");
            wait_until_ready(&Api::new(Target::of(node.address)), server, &log).await?;
        }
        Ok(())
    }

    fn run(&self, arguments: &[&str], input: &str) -> anyhow::Result<String> {
        let mut command: Command = self.program.command(self.folder.path(), &self.secret);
        command
            .env("DATABASE_URL", url(&self.application, None))
            .env("DATABASE_MIGRATION_URL", url(&self.owner, None))
            .args(arguments);
        run_to_end(command, input)
    }

    /// Keeps the servers' and PostgreSQL's logs, for somebody who must find out what happened.
    ///
    /// # Errors
    /// When they cannot be copied.
    pub fn keep_logs(&self, kept: &Path) -> anyhow::Result<()> {
        for (number, node) in self.nodes.iter().enumerate() {
            let log = node.folder.join("doorbuster.log");
            std::fs::copy(log, kept.join(format!("server-{number}.log")))?;
        }
        let logs = self.folder.path().join("database/postgres/log");
        for entry in std::fs::read_dir(logs)?.flatten() {
            std::fs::copy(entry.path(), kept.join(entry.file_name()))?;
        }
        Ok(())
    }
}

/// PostgreSQL's name for its socket.
const SOCKET: &str = ".s.PGSQL.5432";

async fn start_database(folder: &Path) -> anyhow::Result<Embedded> {
    Embedded::start(Settings::new(folder.join("database"))).await.context("PostgreSQL does not start")
}

fn socket_of(options: &PgConnectOptions) -> anyhow::Result<PathBuf> {
    Ok(options.get_socket().context("PostgreSQL has no socket")?.join(SOCKET))
}

/// The address of a database in the form of `DATABASE_URL`, through another socket if there is one.
fn url(options: &PgConnectOptions, socket: Option<&Path>) -> String {
    let options = match socket {
        Some(folder) => options.clone().socket(folder),
        None => options.clone(),
    };
    options.to_url_lossy().to_string()
}
