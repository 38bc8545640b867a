//! Keeps a cluster running: what ends by itself comes back.

use std::path::Path;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{interval, sleep};

use super::control::{Note, PartNote, Up};
use crate::cluster::{Cluster, Part, Plan};
use crate::process::{House, Program};

/// How soon an end is noticed.
const LOOK: Duration = Duration::from_millis(200);
/// Before something is started again: long enough to see what its absence does.
const ABSENCE: Duration = Duration::from_secs(3);

pub(super) async fn run(program: &Program, up: &Up) -> anyhow::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let mut hang_up = signal(SignalKind::hangup())?;
    let folder = std::path::absolute(&up.folder.folder)?;
    let house = House::open(program, &folder).await?;
    println!("{}", house.run(&["seed"], "")?.trim_end());
    // As for one process, the limits are off for load tests only.
    let rate_limit = std::env::var("RATE_LIMIT").unwrap_or_default();
    let plan = Plan {
        replicas: up.replicas.into(),
        first_port: Some(up.port),
        settings: vec![("RATE_LIMIT", rate_limit)],
    };
    let mut cluster = Cluster::start(house, plan).await?;
    note(&mut cluster, &folder)?;
    let mut looks = interval(LOOK);
    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = hang_up.recv() => {
                println!("restarting one replica after the other");
                if let Err(error) = cluster.roll().await {
                    println!("the rolling restart failed: {error:#}");
                }
            }
            _ = looks.tick() => {}
        }
        let ended = cluster.parts().into_iter().filter(|(_, pid)| pid.is_none()).map(|(part, _)| part);
        let ended: Vec<Part> = ended.collect();
        note(&mut cluster, &folder)?;
        for part in ended {
            println!("{part} has ended");
            sleep(ABSENCE).await;
            match cluster.revive(part).await {
                Ok(()) => println!("{part} is back"),
                Err(error) => println!("{part} does not come back: {error:#}"),
            }
        }
    }
    println!("draining");
    for number in 0..cluster.size() {
        if let Err(error) = cluster.retire(number).await {
            println!("{}: {error:#}", Part::Replica(number));
        }
    }
    Note::remove(&folder);
    Ok(())
}

fn note(cluster: &mut Cluster, folder: &Path) -> anyhow::Result<()> {
    let url = format!("http://{}", cluster.proxy().authority());
    let direct = cluster.direct();
    let address = |part: Part| match part {
        Part::Nginx => Some(url.clone()),
        Part::Replica(number) => direct.get(number).map(|target| format!("http://{}", target.authority())),
        Part::PostgreSql | Part::Redis => None,
    };
    let parts = cluster.parts().into_iter();
    let parts = parts.map(|(part, pid)| PartNote { name: part.to_string(), pid, address: address(part) });
    Note { supervisor: std::process::id(), parts: parts.collect(), url: url.clone() }.write(folder)
}
