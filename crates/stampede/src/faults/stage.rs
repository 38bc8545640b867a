//! One PostgreSQL, one or several servers on it, and a proxy on every wire between them and the customers.
//!
//! PostgreSQL is our child and not a server's, so that a server can be killed without it. Every server reaches it
//! through a proxy of its own, and customers reach every server through another.

use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use doorbuster_testkit::proxy::{Address, Proxy};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::time::{sleep, timeout};

use super::schedule::{Injection, Wire};
use crate::client::{Api, Target};
use crate::crowd::{Buyer, read_buyers};
use crate::history::{Clock, FaultWindow, Micros};
use crate::process::{ChildServer, House, Program, SOCKET, free_address, wait_until_ready};

/// A pooled connection that broke shows itself when it is used next, and what failed by it is tried again a second
/// later: the shop is as before so long after a fault.
const AFTERMATH: Duration = Duration::from_secs(1);
/// A server or PostgreSQL that is not back by then does not come back.
const RECOVERY: Duration = Duration::from_secs(60);

/// Everything that sells, and what breaks it.
#[derive(Debug)]
pub struct Stage {
    // Dropped in this order: servers, then PostgreSQL.
    nodes: Vec<Node>,
    house: House,
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
        let mut stage = Self { nodes: Vec::new(), house: House::temporary(program).await? };
        for number in 0..servers {
            let node = stage.node(number).await?;
            stage.nodes.push(node);
            stage.start(number).await?;
        }
        Ok(stage)
    }

    async fn node(&self, number: usize) -> anyhow::Result<Node> {
        let folder = self.house.folder().join(format!("server-{number}"));
        std::fs::create_dir(&folder)?;
        let address = free_address()?;
        let socket = folder.join("sockets");
        std::fs::create_dir(&socket)?;
        let listen = Address::Unix(socket.join(SOCKET));
        let database = Proxy::start(&listen, Address::Unix(self.house.socket()?)).await?;
        let customers = Proxy::start(&Address::loopback(), Address::Tcp(address)).await?;
        Ok(Node { server: None, folder, address, customers, database, socket })
    }

    async fn start(&mut self, number: usize) -> anyhow::Result<()> {
        let node = self.nodes.get_mut(number).context("there is no such server")?;
        let log = node.folder.join("doorbuster.log");
        let output = OpenOptions::new().create(true).append(true).open(&log)?;
        let mut command = self.house.server(&node.folder, node.address, Some(&node.socket));
        command.stdout(output.try_clone()?).stderr(output);
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
        self.house.owner()
    }

    /// Makes an account that may open sales, and signs in at the first server.
    ///
    /// # Errors
    /// When the command fails or the sign-in is refused.
    pub async fn staff(&self) -> anyhow::Result<Api> {
        let node = self.nodes.first().context("there is no server")?;
        self.house.staff(Api::new(Target::of(node.address))).await
    }

    /// Makes customers.
    ///
    /// # Errors
    /// When the command fails.
    pub fn customers(&self, count: usize) -> anyhow::Result<Vec<Buyer>> {
        read_buyers(&self.house.customers(count)?)
    }

    /// Checks every invariant on the live database.
    ///
    /// # Errors
    /// The violations.
    pub fn audit(&self) -> anyhow::Result<String> {
        self.house.audit()
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
        let mut connection: PgConnection = self.house.owner().clone().connect().await?;
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
        self.house.restart_database(immediate).await?;
        let upstream = Address::Unix(self.house.socket()?);
        for node in &self.nodes {
            node.database.set_upstream(upstream.clone());
        }
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

    /// Keeps the servers' and PostgreSQL's logs, for somebody who must find out what happened.
    ///
    /// # Errors
    /// When they cannot be copied.
    pub fn keep_logs(&self, kept: &Path) -> anyhow::Result<()> {
        for (number, node) in self.nodes.iter().enumerate() {
            let log = node.folder.join("doorbuster.log");
            std::fs::copy(log, kept.join(format!("server-{number}.log")))?;
        }
        self.house.keep_logs(kept)
    }
}
