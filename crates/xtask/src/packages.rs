//! Parts of the system that the checks need. On Debian and Ubuntu they are installed when we are allowed to; otherwise
//! the command to type is named.

use std::fs::{self, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::Program;
use crate::workspace::{Workspace, in_ci, on_path};

const LIMIT: Duration = Duration::from_secs(900);
const CREATE_CLUSTER: &str = "/etc/postgresql-common/createcluster.conf";

/// A browser for the end-to-end tests.
pub(crate) fn browser() -> Result<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    program(&names, "a browser (Chromium)", "chromium")
}

/// The client that applies the migrations.
pub(crate) fn psql() -> Result<PathBuf> {
    program(&["psql"], "PostgreSQL's client `psql`", "postgresql-client")
}

/// The Redis that tests start for themselves.
pub(crate) fn redis() -> Result<PathBuf> {
    program(&["redis-server"], "Redis (`redis-server`)", "redis-server")
}

/// The nginx in front of replicas, with its Lua module.
pub(crate) fn nginx() -> Result<PathBuf> {
    let lua = Path::new("/usr/lib/nginx/modules/ngx_http_lua_module.so");
    if let Some(nginx) = on_path(&["nginx"]).filter(|_| lua.is_file()) {
        return Ok(nginx);
    }
    eprintln!("There is no nginx with its Lua module on this machine.");
    without_starting(|| apt(&["nginx", "libnginx-mod-http-lua"])).context("nginx is missing")?;
    on_path(&["nginx"]).context("nginx is installed, but not on PATH")
}

/// The checker of Prometheus' configuration.
pub(crate) fn promtool() -> Result<PathBuf> {
    if let Some(promtool) = on_path(&["promtool"]) {
        return Ok(promtool);
    }
    without_starting(|| program(&["promtool"], "`promtool` of Prometheus", "prometheus").map(|_| ()))?;
    on_path(&["promtool"]).context("prometheus is installed, but promtool is not on PATH")
}

/// What Debian installs it also starts. Ours are plain processes: a service would only take port 80.
fn without_starting(install: impl FnOnce() -> Result<()>) -> Result<()> {
    let policy = Path::new("/usr/sbin/policy-rc.d");
    // Containers have one that says the same. Without being root there is nobody to ask.
    if policy.exists() || !is_root() {
        return install();
    }
    fs::write(policy, "#!/bin/sh\nexit 101\n")?;
    fs::set_permissions(policy, Permissions::from_mode(0o755))?;
    let installed = install();
    fs::remove_file(policy)?;
    installed
}

/// The SMTP server that tests start for themselves.
pub(crate) fn smtp() -> Result<PathBuf> {
    program(&["aiosmtpd"], "an SMTP server (`aiosmtpd`)", "python3-aiosmtpd")
}

/// The S3 that tests start for themselves (`moto_server`): in an environment of its own in the build folder, as no
/// distribution has it.
pub(crate) fn s3(workspace: &Workspace) -> Result<()> {
    let folder = workspace.target.join("moto");
    if folder.join("bin/moto_server").is_file() {
        return Ok(());
    }
    eprintln!("There is no S3 (`moto_server`) for the tests yet.");
    let environment = || Program::new("python3").args(["-m", "venv"]).args([&folder]).limit(LIMIT).run();
    if environment().is_err() {
        apt(&["python3-venv"]).and_then(|()| environment()).context("python3 makes no environment")?;
    }
    let install = ["install", "--quiet", "moto[server,s3]==5.2.5"];
    Program::new(folder.join("bin/pip")).args(install).limit(LIMIT).run().context("moto is missing")
}

/// Installs the server, without the cluster that Debian's package would create and start at once.
pub(crate) fn install_postgresql() -> Result<()> {
    apt(&["postgresql-common"])?;
    let no_cluster = "create_main_cluster = false\n";
    if in_ci() && !is_root() {
        let script = format!("printf '{no_cluster}' >> {CREATE_CLUSTER}");
        Program::new("sudo").args(["-n", "sh", "-c", &script]).run()?;
    } else {
        let mut file = OpenOptions::new().append(true).open(CREATE_CLUSTER).context(CREATE_CLUSTER)?;
        file.write_all(no_cluster.as_bytes())?;
    }
    apt(&["postgresql"])
}

fn program(names: &[&str], what: &str, package: &str) -> Result<PathBuf> {
    if let Some(found) = on_path(names) {
        return Ok(found);
    }
    eprintln!("There is no {what} on this machine.");
    apt(&[package]).with_context(|| format!("{what} is missing"))?;
    on_path(names).with_context(|| format!("{package} is installed, but {what} is not on PATH"))
}

/// Installs Debian packages as root, or in CI through sudo.
fn apt(packages: &[&str]) -> Result<()> {
    let advice = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    let prefix: &[&str] = if is_root() {
        &["env"]
    } else if in_ci() && on_path(&["sudo"]).is_some() {
        &["sudo", "-n", "env"]
    } else {
        bail!("run `sudo {advice}` (or your system's equivalent) and try again");
    };
    if on_path(&["apt-get"]).is_none() {
        bail!("install your system's equivalent of `{advice}` and try again");
    }
    let apt_get = |arguments: &[&str]| {
        let words = [prefix, &["DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
        let (first, rest) = words.split_first().context("an empty command")?;
        Program::new(first).args(rest).limit(LIMIT).run()
    };
    apt_get(&["update", "-qq"])?;
    apt_get(&[&["install", "-y", "--no-install-recommends"], packages].concat())
}

pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
