//! Replicas, Redis and nginx are killed while a crowd buys; what everybody was told is checked afterwards.

use std::num::NonZeroU32;
use std::ops::Range;
use std::thread;
use std::time::Duration;

use anyhow::{anyhow, ensure};
use tokio::time::sleep;

use super::metrics::Told;
use super::rehearse::Extent;
use crate::client::{Api, Target};
use crate::cluster::Cluster;
use crate::commands::check;
use crate::faults::Fault;

/// How old a `sold_out` may be: while things are killed and on a machine that does much else.
const STALENESS: Duration = Duration::from_secs(6);
/// Everything is killed once in so many turns.
pub(super) const CYCLE: usize = 5;
/// Stampedes of one rehearsal.
const MOST: usize = 5;
/// Between two kills, so that there is something to kill in.
const PAUSE: Duration = Duration::from_millis(700);

pub(super) async fn rehearse(
    cluster: &mut Cluster,
    told: &mut Told,
    Extent { requests, kills, .. }: Extent,
) -> anyhow::Result<String> {
    // Half of the customers go through nginx, the others know the replicas' addresses.
    let mut doors = vec![cluster.proxy(); cluster.size()];
    doors.extend(cluster.direct());
    let tokens = cluster.house().customers(requests / 2)?;
    let staff = cluster.house().staff(Api::new(cluster.proxy())).await?;
    let arguments = check::Arguments {
        requests,
        buyers: None,
        units: None,
        servers: doors.len(),
        seed: None,
        rounds: 1,
        connections: 64,
        history: None,
        report: None,
        program: None,
        allow_remote: false,
        addresses: doors.iter().map(|door: &Target| format!("http://{}", door.authority())).collect(),
        tokens: Some(tokens),
        staff_token: staff.token().map(str::to_owned),
        database: Some(cluster.house().owner_url()),
        staleness: u64::try_from(STALENESS.as_millis())?,
        fault: Fault::None,
        // Unhurried, so that everything below happens while they buy.
        rate: NonZeroU32::new(u32::try_from(requests / 12)?),
    };
    let mut killed = 0;
    let mut stampedes = 0;
    // Where things start slowly, a stampede may be over before everything was killed: then there is another.
    while killed < CYCLE {
        ensure!(stampedes < MOST, "{stampedes} stampedes were over after {killed} kills");
        let arguments = arguments.clone();
        let stampede =
            thread::Builder::new().name("check".to_owned()).spawn(move || check::run(&arguments))?;
        let broken = break_things(cluster, told, killed..kills, || stampede.is_finished()).await;
        let verdict = stampede.join().map_err(|_| anyhow!("the checker has panicked"))?;
        killed = broken?;
        verdict?;
        stampedes += 1;
    }
    cluster.until_listed().await?;
    Ok(format!(
        "{} purchases through {killed} kills of replicas, Redis and nginx: nothing sold twice, lost or made up",
        requests * stampedes
    ))
}

/// Kills one after the other while the stampede goes on, as far as these numbers go. Returns the next number.
async fn break_things(
    cluster: &mut Cluster,
    told: &mut Told,
    numbers: Range<usize>,
    is_over: impl Fn() -> bool,
) -> anyhow::Result<usize> {
    let mut kills = numbers.start;
    while kills < numbers.end && !is_over() {
        sleep(PAUSE).await;
        match kills % CYCLE {
            3 => {
                cluster.redis().kill();
                // Longer than a heartbeat: everybody has noticed.
                sleep(PAUSE * 2).await;
                told.listen(cluster).await?;
                cluster.redis().restart();
            }
            4 => cluster.start_nginx().await?,
            // Two replicas at a time are two thirds of everything.
            turn => {
                let (one, two) = ((turn + kills) % cluster.size(), (turn + kills + 1) % cluster.size());
                cluster.kill(one)?;
                cluster.kill(two)?;
                sleep(PAUSE).await;
                cluster.start_replica(one).await?;
                cluster.start_replica(two).await?;
            }
        }
        kills += 1;
    }
    Ok(kills)
}
