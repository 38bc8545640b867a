//! Debian's nginx with the files of `deploy/nginx`.

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use doorbuster_testkit::redis::RedisServer;
use tokio::time::sleep;

use crate::client::{Api, Target};
use crate::process::ChildServer;

/// The files, as they are deployed.
const FILES: [(&str, &str); 4] = [
    ("nginx.conf", include_str!("../../../../deploy/nginx/nginx.conf")),
    ("lua/replicas.lua", include_str!("../../../../deploy/nginx/lua/replicas.lua")),
    ("lua/redis.lua", include_str!("../../../../deploy/nginx/lua/redis.lua")),
    ("lua/problem.lua", include_str!("../../../../deploy/nginx/lua/problem.lua")),
];
const START_LIMIT: Duration = Duration::from_secs(20);

/// A running nginx.
#[derive(Debug)]
pub struct Nginx {
    server: ChildServer,
    address: SocketAddr,
}

impl Nginx {
    /// Starts one on `address`, with its files in `folder`, and waits until it knows a replica. There must be one, or be
    /// about to.
    ///
    /// # Errors
    /// Why it does not start, with its log.
    pub async fn start(folder: &Path, address: SocketAddr, redis: &RedisServer) -> anyhow::Result<Self> {
        for (name, text) in FILES {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
            fs::write(path, text)?;
        }
        fs::create_dir_all(folder.join("run"))?;
        fs::write(folder.join("listen.conf"), format!("listen {address} default_server backlog=8192;\n"))?;
        let password = folder.join("redis-password");
        fs::write(&password, redis.password())?;
        fs::set_permissions(&password, Permissions::from_mode(0o600))?;
        let (output, errors) = (File::create(folder.join("access.log"))?, folder.join("error.log"));
        let mut command = Command::new("nginx");
        command
            .args(["-p".as_ref(), folder.as_os_str(), "-c".as_ref(), "nginx.conf".as_ref()])
            .env("REDIS_ADDRESS", format!("127.0.0.1:{}", redis.port()))
            .env("REDIS_PASSWORD_FILE", &password)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(File::create(&errors)?);
        let missing =
            "nginx with its Lua module: `cargo xtask test` installs it (Debian: nginx libnginx-mod-http-lua)";
        let mut server = ChildServer::spawn("nginx", &mut command).context(missing)?;
        let started = Instant::now();
        loop {
            if known(address).await.is_ok_and(|known| !known.is_empty()) {
                return Ok(Self { server, address });
            }
            let ended = server.check();
            if ended.is_err() || started.elapsed() > START_LIMIT {
                let reason =
                    ended.err().map_or_else(|| "no replica registers".to_owned(), |error| error.to_string());
                bail!("nginx: {reason}\n{}", fs::read_to_string(&errors).unwrap_or_default());
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn target(&self) -> Target {
        Target::of(self.address)
    }

    /// The replicas that it knows, or one of its workers.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn replicas(&self) -> anyhow::Result<BTreeSet<SocketAddr>> {
        known(self.address).await
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.server.pid()
    }

    /// Fails if it has ended.
    ///
    /// # Errors
    /// With the way it ended.
    pub fn check(&mut self) -> anyhow::Result<()> {
        self.server.check()
    }
}

async fn known(address: SocketAddr) -> anyhow::Result<BTreeSet<SocketAddr>> {
    let text = Api::new(Target::of(address)).text("/nginx/replicas").await?;
    let addresses = text.lines().filter_map(|line| line.split(' ').next()?.parse().ok());
    Ok(addresses.collect())
}
