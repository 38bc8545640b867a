//! Processor time, from `/proc`.

use std::ops::Sub;
use std::path::Path;
use std::time::Duration;
use std::{fs, iter};

use anyhow::Context;

/// How long one tick of the kernel's accounting is: USER_HZ is 100 on every platform we run on.
const TICK: Duration = Duration::from_millis(10);

/// Processor time that was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost(pub Duration);

impl Sub for Cost {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }
}

impl Cost {
    /// The part of `time` during which a processor worked for it; more than 1 with more than one processor.
    #[must_use]
    pub fn share_of(self, time: Duration) -> f64 {
        if time.is_zero() { 0.0 } else { self.0.as_secs_f64() / time.as_secs_f64() }
    }

    /// Microseconds for each of `count`; none for none.
    #[must_use]
    pub fn micros_each(self, count: u64) -> Option<f64> {
        (count > 0).then(|| self.0.as_secs_f64() * 1e6 / crate::report::float(count))
    }
}

/// What a process has used so far, in user space and in the kernel.
///
/// # Errors
/// When there is no such process.
pub fn process_cost(pid: u32) -> anyhow::Result<Cost> {
    let stat = Stat::read(pid)?;
    Ok(Cost(ticks(stat.own)))
}

/// What all processes have used so far, and what a hypervisor gave to other machines when they wanted more.
///
/// # Errors
/// When the kernel does not tell.
pub fn machine_cost() -> anyhow::Result<Cost> {
    let text = fs::read_to_string("/proc/stat").context("cannot read /proc/stat")?;
    busy(&text).map(|busy| Cost(ticks(busy))).context("cannot understand /proc/stat")
}

/// Everything but idling (fourth) and waiting for a disk (fifth); guests (ninth on) are counted as user time already.
fn busy(stat: &str) -> Option<u64> {
    let fields = stat.lines().next()?.strip_prefix("cpu ")?.split_whitespace();
    let fields: Vec<u64> = fields.map(str::parse).collect::<Result<_, _>>().ok()?;
    let used = fields.iter().enumerate().take(8).filter(|(place, _)| !matches!(place, 3 | 4));
    (fields.len() >= 8).then(|| used.map(|(_, ticks)| ticks).sum())
}

/// What the PostgreSQL in a DATA_DIR has used so far: the postmaster, its children, and those that have ended.
///
/// # Errors
/// When it does not run.
pub fn postgres_cost(data_dir: &Path) -> anyhow::Result<Cost> {
    let postmaster = postmaster(data_dir)?;
    let stat = Stat::read(postmaster)?;
    let children = children(postmaster)?;
    let used: u64 = children.iter().map(|(_, child)| child.own).sum();
    Ok(Cost(ticks(stat.own + stat.ended_children + used)))
}

/// The processes of the PostgreSQL in a DATA_DIR, the postmaster first.
///
/// # Errors
/// When it does not run.
pub fn postgres_processes(data_dir: &Path) -> anyhow::Result<Vec<u32>> {
    let postmaster = postmaster(data_dir)?;
    let children = children(postmaster)?;
    Ok(iter::once(postmaster).chain(children.into_iter().map(|(pid, _)| pid)).collect())
}

fn postmaster(data_dir: &Path) -> anyhow::Result<u32> {
    let file = data_dir.join("postgres/data/postmaster.pid");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    text.lines().next().unwrap_or_default().trim().parse().context("postmaster.pid")
}

fn children(parent: u32) -> anyhow::Result<Vec<(u32, Stat)>> {
    let mut children = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Some(pid) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // A process may end while we look.
        if let Ok(child) = Stat::read(pid)
            && child.parent == parent
        {
            children.push((pid, child));
        }
    }
    Ok(children)
}

fn ticks(count: u64) -> Duration {
    TICK * u32::try_from(count).unwrap_or(u32::MAX)
}

/// What `/proc/<pid>/stat` says, in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stat {
    parent: u32,
    own: u64,
    ended_children: u64,
}

impl Stat {
    fn read(pid: u32) -> anyhow::Result<Self> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat"))
            .with_context(|| format!("there is no process {pid}"))?;
        Self::parse(&text).with_context(|| format!("cannot understand /proc/{pid}/stat"))
    }

    fn parse(text: &str) -> Option<Self> {
        // The second field is the program's name in brackets, which may hold blanks and brackets itself.
        let (_, rest) = text.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |field: usize| fields.get(field - 3)?.parse::<u64>().ok();
        Some(Self {
            parent: u32::try_from(number(4)?).ok()?,
            own: number(14)? + number(15)?,
            ended_children: number(16)? + number(17)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Cost, Stat, busy, machine_cost, process_cost};
    use std::time::Duration;

    #[test]
    fn the_kernels_line_is_understood_whatever_the_program_is_called() {
        let line = "77 (a) b) S 12 77 77 0 -1 4194304 100 0 0 0 250 50 7 3 20 0 1 0 12345 1 2";
        assert_eq!(Stat::parse(line), Some(Stat { parent: 12, own: 300, ended_children: 10 }));
        assert_eq!(Stat::parse("77 (x) S"), None);
    }

    #[test]
    fn the_machine_is_busy_when_it_neither_idles_nor_waits() {
        assert_eq!(busy("cpu  1 20 300 99 99 4000 50000 600000 7 7\ncpu0 1 1\n"), Some(654_321));
        assert_eq!(busy("cpu  1 2 3\n"), None);
        assert!(machine_cost().unwrap() > Cost::default());
    }

    #[test]
    fn we_use_time_ourselves() {
        assert!(process_cost(std::process::id()).is_ok());
        assert!(process_cost(u32::MAX).is_err());
    }

    #[test]
    fn a_cost_is_shared_by_what_it_bought() {
        let cost = Cost(Duration::from_millis(30)) - Cost(Duration::from_millis(10));
        assert_eq!(cost.micros_each(1_000), Some(20.0));
        assert_eq!(cost.micros_each(0), None);
        assert!((cost.share_of(Duration::from_millis(40)) - 0.5).abs() < 1e-9);
        assert!(cost.share_of(Duration::ZERO).abs() < f64::EPSILON);
    }
}
