use std::fmt;
use std::time::Duration;

use doorbuster_testkit::proxy::Direction;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Fault {
    /// Nothing breaks.
    None,
    /// `kill -9` of a server, which is then started again
    Kill,
    /// The servers' connections are ended by PostgreSQL
    Terminate,
    /// PostgreSQL is stopped, fast or at once, and started again
    Restart,
    /// Connections are slow, or stall for seconds and deliver late
    Delay,
    /// Connections break: at once, in the middle of a message, or before an answer
    Cut,
    /// Some of everything
    All,
}

impl Fault {
    /// As on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Kill => "kill",
            Self::Terminate => "terminate",
            Self::Restart => "restart",
            Self::Delay => "delay",
            Self::Cut => "cut",
            Self::All => "all",
        }
    }
}

/// Which wires of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Between the server and PostgreSQL.
    Database,
    /// Between customers and the server.
    Customers,
}

/// One thing that is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Injection {
    /// `kill -9`, and a start.
    Kill {
        /// Which server.
        server: usize,
    },
    /// `pg_terminate_backend`.
    Terminate {
        /// Only the lanes' connections, or all of the servers'.
        lanes_only: bool,
    },
    /// PostgreSQL is stopped and started.
    Restart {
        /// At once, as after a crash: with recovery. Else a fast shutdown.
        immediate: bool,
    },
    /// A wire is slow for a while.
    Delay {
        /// Which server.
        server: usize,
        /// Which of its wires.
        wire: Wire,
        /// Which way.
        direction: Direction,
        /// By how much.
        by: Duration,
        /// For how long.
        during: Duration,
    },
    /// Every connection of a wire is reset.
    Cut {
        /// Which server.
        server: usize,
        /// Which of its wires.
        wire: Wire,
    },
    /// Every connection of a wire is reset after so many further bytes; with 0 the next message is lost as a whole.
    CutAfter {
        /// Which server.
        server: usize,
        /// Which of its wires.
        wire: Wire,
        /// Which way.
        direction: Direction,
        /// After how many bytes.
        bytes: usize,
    },
    /// A server's new connections to PostgreSQL are refused for a while, and the old ones reset.
    Refuse {
        /// Which server.
        server: usize,
        /// For how long.
        during: Duration,
    },
}

impl fmt::Display for Injection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wire = |wire: &Wire| match wire {
            Wire::Database => "database",
            Wire::Customers => "customers",
        };
        match self {
            Self::Kill { server } => write!(f, "kill -9 of server {server}"),
            Self::Terminate { lanes_only: true } => write!(f, "the lanes' backends terminated"),
            Self::Terminate { lanes_only: false } => write!(f, "all backends terminated"),
            Self::Restart { immediate: true } => write!(f, "PostgreSQL stopped at once and started"),
            Self::Restart { immediate: false } => write!(f, "PostgreSQL stopped fast and started"),
            Self::Delay { server, wire: of, direction, by, during } => {
                write!(f, "server {server}, {}: {by:?} late {direction:?} for {during:?}", wire(of))
            }
            Self::Cut { server, wire: of } => write!(f, "server {server}, {}: cut", wire(of)),
            Self::CutAfter { server, wire: of, direction, bytes } => {
                write!(f, "server {server}, {}: cut after {bytes} bytes {direction:?}", wire(of))
            }
            Self::Refuse { server, during } => {
                write!(f, "server {server}: no connection to PostgreSQL for {during:?}")
            }
        }
    }
}

/// When to break what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned {
    /// When this share of the purchases has begun: a quick machine is not left in peace.
    pub share: f64,
    /// What.
    pub injection: Injection,
}

/// The faults of one stampede, evenly spread with some chance, none in its first and last moments.
#[must_use]
pub fn schedule(fault: Fault, seed: u64, servers: usize, requests: usize) -> Vec<Planned> {
    // Buyers draw from the same seed; these draws are their own.
    let mut rng = StdRng::seed_from_u64(seed.rotate_left(32) ^ 0xFA17);
    let mut injections: Vec<Injection> = match fault {
        Fault::None => Vec::new(),
        Fault::Kill => (0..4).map(|_| kill(&mut rng, servers)).collect(),
        Fault::Terminate => (0..10).map(|_| terminate(&mut rng)).collect(),
        Fault::Restart => (0..4).map(|number| Injection::Restart { immediate: number % 2 == 0 }).collect(),
        Fault::Delay => {
            let stalls = [stall(&mut rng, servers), stall(&mut rng, servers)];
            stalls.into_iter().chain((0..6).map(|_| delay(&mut rng, servers))).collect()
        }
        Fault::Cut => (0..14).map(|_| cut(&mut rng, servers)).collect(),
        Fault::All => {
            let restart = Injection::Restart { immediate: rng.random_bool(0.5) };
            let mut all = vec![kill(&mut rng, servers), restart, terminate(&mut rng), cut(&mut rng, servers)];
            all.extend([delay(&mut rng, servers), stall(&mut rng, servers), kill(&mut rng, servers)]);
            all.extend((0..2).map(|_| delay(&mut rng, servers)));
            all.extend((0..5).map(|_| cut(&mut rng, servers)));
            all
        }
    };
    // A small stampede has no room for many; the first are of every kind.
    injections.truncate((requests / 300).max(3));
    injections.shuffle(&mut rng);
    let count = u32::try_from(injections.len()).unwrap_or(u32::MAX);
    (1..=count)
        .zip(injections)
        .map(|(number, injection)| {
            let place = f64::from(number) + rng.random_range(-0.4..0.4);
            Planned { share: place / f64::from(count + 1), injection }
        })
        .collect()
}

fn kill(rng: &mut StdRng, servers: usize) -> Injection {
    Injection::Kill { server: rng.random_range(0..servers) }
}

fn terminate(rng: &mut StdRng) -> Injection {
    Injection::Terminate { lanes_only: rng.random_bool(0.5) }
}

fn direction(rng: &mut StdRng) -> Direction {
    if rng.random_bool(0.5) { Direction::ToServer } else { Direction::ToClient }
}

fn wire(rng: &mut StdRng) -> Wire {
    if rng.random_bool(0.7) { Wire::Database } else { Wire::Customers }
}

fn delay(rng: &mut StdRng, servers: usize) -> Injection {
    Injection::Delay {
        server: rng.random_range(0..servers),
        wire: wire(rng),
        direction: direction(rng),
        by: Duration::from_millis(rng.random_range(5..400)),
        during: Duration::from_millis(rng.random_range(200..1_000)),
    }
}

/// Longer than a lane waits for a batch: what it sent arrives after it has sent it again.
fn stall(rng: &mut StdRng, servers: usize) -> Injection {
    Injection::Delay {
        server: rng.random_range(0..servers),
        wire: Wire::Database,
        direction: direction(rng),
        by: Duration::from_millis(rng.random_range(6_200..8_000)),
        during: Duration::from_millis(rng.random_range(50..400)),
    }
}

fn cut(rng: &mut StdRng, servers: usize) -> Injection {
    let (server, wire, direction) = (rng.random_range(0..servers), wire(rng), direction(rng));
    match rng.random_range(0..10) {
        0..2 => Injection::Cut { server, wire },
        2 => Injection::Refuse { server, during: Duration::from_millis(rng.random_range(100..800)) },
        // The answer of a commit.
        3..7 => Injection::CutAfter { server, wire, direction: Direction::ToClient, bytes: 0 },
        // A batch is a few hundred bytes to a hundred thousand.
        _ => Injection::CutAfter { server, wire, direction, bytes: 1 << rng.random_range(0..14) },
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, schedule};

    #[test]
    fn a_seed_breaks_the_same_things_again() {
        for fault in [Fault::Kill, Fault::Terminate, Fault::Restart, Fault::Delay, Fault::Cut, Fault::All] {
            let plan = schedule(fault, 5, 2, 20_000);
            assert_eq!(plan, schedule(fault, 5, 2, 20_000));
            assert!(plan.len() >= 4, "{fault:?}");
            assert!(plan.iter().all(|planned| (0.0..1.0).contains(&planned.share)), "{fault:?}");
            assert!(plan.is_sorted_by(|earlier, later| earlier.share < later.share), "{fault:?}");
        }
        assert_ne!(schedule(Fault::Cut, 5, 2, 20_000), schedule(Fault::Cut, 6, 2, 20_000));
        assert!(schedule(Fault::None, 5, 2, 20_000).is_empty());
        assert!(schedule(Fault::All, 5, 2, 1_500).len() <= 5);
    }
}
