//! What can be known about docker-compose.yml and deploy/ without running containers.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::frontend;
use crate::packages;
use crate::process::Program;
use crate::workspace::Workspace;

const LIMIT: Duration = Duration::from_secs(180);

/// The files follow their specifications, every secret and file that is mounted exists, and the shop accepts the settings
/// that it would get. nginx' files need no check here: the rehearsal of the cluster runs them.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let deploy = workspace.root.join("deploy");
    frontend::check_node()?;
    frontend::install(workspace, &deploy)?;
    Program::new("npm").args(["run", "--silent", "lint"]).dir(&deploy).limit(LIMIT).run()?;
    Program::new(packages::promtool()?)
        .args(["check", "config", "deploy/prometheus/prometheus.yml"])
        .dir(&workspace.root)
        .run()?;
    let compose = fs::read_to_string(workspace.root.join("docker-compose.yml"))?;
    for file in mounted(&compose) {
        ensure!(workspace.root.join(file).exists(), "docker-compose.yml mounts {file}, which does not exist");
    }
    settings(workspace, &compose)
}

/// Makes the secrets in a folder of their own, and has the shop read them together with its settings.
fn settings(workspace: &Workspace, compose: &str) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("doorbuster-deploy-").tempdir()?;
    let secrets = folder.path().join("secrets");
    fs::create_dir(&secrets)?;
    let script = folder.path().join("secrets.sh");
    fs::copy(workspace.root.join("deploy/secrets.sh"), &script)?;
    Program::new("sh").args([&script]).output()?;
    for name in made_from_files(compose) {
        let made = fs::read_to_string(secrets.join(name)).with_context(|| format!("the secret {name}"))?;
        ensure!(!made.trim().is_empty(), "deploy/secrets.sh makes no {name}");
    }
    let build = ["build", "--package", "doorbuster-server"];
    Program::new("cargo").args(build).dir(&workspace.root).run()?;
    let mut shop = Program::new(workspace.doorbuster("debug")).args(["check-config"]).dir(folder.path());
    let settings = environment(compose, "replica");
    ensure!(settings.len() > 5, "docker-compose.yml gives the replicas no settings");
    for (name, value) in settings {
        let value = value.replace("/run/secrets", &secrets.display().to_string());
        shop = shop.env(&name, value);
    }
    let told = shop.output().context("the shop does not accept the settings of docker-compose.yml")?;
    for line in ["production", "external, with its own role for migrations", "172.30.0.0/24", "redis:6379"] {
        ensure!(told.contains(line), "no {line} in what the shop understood:\n{told}");
    }
    Ok(())
}

/// The files of this repository that containers get to see.
fn mounted(compose: &str) -> impl Iterator<Item = &str> {
    compose.lines().filter_map(|line| line.trim().strip_prefix("- ./")?.split(':').next())
}

/// The secrets: `name: { file: deploy/secrets/name }`.
fn made_from_files(compose: &str) -> impl Iterator<Item = &str> {
    compose.lines().filter_map(|line| line.split_once("deploy/secrets/")?.1.strip_suffix(" }"))
}

/// The settings of one service, with the defaults of what the caller may choose: `${NAME:-default}`.
fn environment(compose: &str, service: &str) -> Vec<(String, String)> {
    let start = format!("  {service}:");
    let lines = compose.lines().skip_while(|line| *line != start).skip(1);
    let block = lines.take_while(|line| line.is_empty() || line.starts_with("    "));
    let entries = block.skip_while(|line| *line != "    environment:").skip(1);
    let entries = entries.take_while(|line| line.starts_with("      "));
    let pairs =
        entries.filter_map(|line| line.trim().split_once(": ")).filter(|(name, _)| !name.starts_with('#'));
    pairs.map(|(name, value)| (name.to_owned(), or_default(value))).collect()
}

fn or_default(value: &str) -> String {
    let choice = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    choice.and_then(|rest| rest.split_once(":-")).map_or(value, |(_, default)| default).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{environment, made_from_files, mounted};

    const COMPOSE: &str = "\
services:
  nginx:
    environment:
      REDIS_ADDRESS: redis:6379
    volumes:
      - ./deploy/redis/redis.conf:/etc/redis/redis.conf:ro
  replica:
    build: .
    environment:
      # A comment: with a colon
      PUBLIC_URL: ${PUBLIC_URL:-http://localhost:8080}
      ENVIRONMENT: production
    secrets: [one]
secrets:
  one: { file: deploy/secrets/one }
";

    #[test]
    fn a_compose_file_is_read_as_far_as_we_write_it() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            environment(COMPOSE, "replica"),
            [pair("PUBLIC_URL", "http://localhost:8080"), pair("ENVIRONMENT", "production")]
        );
        assert_eq!(environment(COMPOSE, "nginx"), [pair("REDIS_ADDRESS", "redis:6379")]);
        assert_eq!(mounted(COMPOSE).collect::<Vec<_>>(), ["deploy/redis/redis.conf"]);
        assert_eq!(made_from_files(COMPOSE).collect::<Vec<_>>(), ["one"]);
    }
}
