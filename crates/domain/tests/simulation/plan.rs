use std::collections::BTreeMap;
use std::time::Duration;

use doorbuster_domain::sales::Limits;

use crate::random::Random;
use crate::world::{MILLI, Micros, SECOND};

/// What may go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// A batch never reaches PostgreSQL; the lane waits in vain.
    RequestLost,
    /// A batch reaches PostgreSQL long after the lane gave up its connection.
    RequestLate,
    /// The batch is committed, its answer is not heard.
    AnswerLost,
    /// The batch is committed, its answer comes after the lane gave up.
    AnswerLate,
    /// The backend dies in the batch, which is rolled back.
    BackendDies,
    /// The lane's end of the connection breaks while the batch runs on, holding the lock, and commits.
    ConnectionLost,
    /// The batch runs for seconds.
    StatementSlow,
    /// The commit takes seconds: a synchronous standby that does not answer.
    CommitSlow,
    /// Connecting is refused.
    ConnectFails,
    /// Connecting hangs.
    ConnectHangs,
    /// PostgreSQL restarts: what is not committed is rolled back, every connection dies.
    DatabaseRestart,
    /// A request that cannot be stored sits in the batch.
    Unstorable,
    /// PostgreSQL refuses a batch for no reason of ours.
    Refused,
    /// The process dies when a batch was sent.
    CrashSent,
    /// The process dies when PostgreSQL is about to commit.
    CrashDeciding,
    /// The process dies after the commit, before it hears of it.
    CrashCommitted,
    /// The process dies with the answer in hand, before anybody is told.
    CrashAnswered,
    /// The process dies between two others of its steps.
    CrashElsewhere,
    /// Some transaction of the shop holds the sale's lock for seconds.
    TransactionHangs,
    /// A read fails.
    ReadFails,
    /// A read takes seconds.
    ReadSlow,
    /// A message of the bus is lost.
    BusLost,
    /// A message of the bus is late, and overtaken.
    BusLate,
    /// The buyer never hears the shop's answer.
    TellLost,
    /// The buyer goes away before the answer.
    GivesUp,
    /// The buyer clicks again at once.
    ClicksTwice,
    /// Staff edit the sale: pause, resume, allocation, limit.
    StaffEdits,
    /// Staff cancel the sale.
    StaffCancels,
    /// The payment provider declines the capture of what it authorised.
    CaptureDeclined,
    /// The capture comes after the hold is over.
    CaptureLate,
}

impl Fault {
    pub(crate) const ALL: [Self; 30] = [
        Self::RequestLost,
        Self::RequestLate,
        Self::AnswerLost,
        Self::AnswerLate,
        Self::BackendDies,
        Self::ConnectionLost,
        Self::StatementSlow,
        Self::CommitSlow,
        Self::ConnectFails,
        Self::ConnectHangs,
        Self::DatabaseRestart,
        Self::Unstorable,
        Self::Refused,
        Self::CrashSent,
        Self::CrashDeciding,
        Self::CrashCommitted,
        Self::CrashAnswered,
        Self::CrashElsewhere,
        Self::TransactionHangs,
        Self::ReadFails,
        Self::ReadSlow,
        Self::BusLost,
        Self::BusLate,
        Self::TellLost,
        Self::GivesUp,
        Self::ClicksTwice,
        Self::StaffEdits,
        Self::StaffCancels,
        Self::CaptureDeclined,
        Self::CaptureLate,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RequestLost => "fault: request lost",
            Self::RequestLate => "fault: request late",
            Self::AnswerLost => "fault: answer lost",
            Self::AnswerLate => "fault: answer late",
            Self::BackendDies => "fault: backend dies",
            Self::ConnectionLost => "fault: connection lost",
            Self::StatementSlow => "fault: statement slow",
            Self::CommitSlow => "fault: commit slow",
            Self::ConnectFails => "fault: connect fails",
            Self::ConnectHangs => "fault: connect hangs",
            Self::DatabaseRestart => "fault: database restart",
            Self::Unstorable => "fault: unstorable request",
            Self::Refused => "fault: batch refused",
            Self::CrashSent => "fault: crash, batch sent",
            Self::CrashDeciding => "fault: crash, batch decided",
            Self::CrashCommitted => "fault: crash, batch committed",
            Self::CrashAnswered => "fault: crash, batch answered",
            Self::CrashElsewhere => "fault: crash, elsewhere",
            Self::TransactionHangs => "fault: transaction hangs",
            Self::ReadFails => "fault: read fails",
            Self::ReadSlow => "fault: read slow",
            Self::BusLost => "fault: bus lost",
            Self::BusLate => "fault: bus late",
            Self::TellLost => "fault: buyer does not hear",
            Self::GivesUp => "fault: buyer gives up",
            Self::ClicksTwice => "fault: buyer clicks twice",
            Self::StaffEdits => "fault: staff edits",
            Self::StaffCancels => "fault: staff cancels",
            Self::CaptureDeclined => "fault: capture declined",
            Self::CaptureLate => "fault: capture late",
        }
    }

    /// How often it happens where it can, in a run that has it: at least and at most, of 1,000.
    fn permille(self) -> (u64, u64) {
        match self {
            Self::RequestLost | Self::RequestLate | Self::AnswerLost | Self::AnswerLate => (10, 120),
            Self::BackendDies | Self::ConnectionLost => (10, 150),
            Self::StatementSlow | Self::CommitSlow => (10, 100),
            Self::ConnectFails => (50, 400),
            Self::ConnectHangs => (20, 200),
            Self::DatabaseRestart | Self::CrashElsewhere => (100, 700),
            Self::Unstorable => (10, 60),
            Self::Refused => (20, 300),
            Self::CrashSent | Self::CrashDeciding | Self::CrashCommitted | Self::CrashAnswered => (5, 40),
            Self::TransactionHangs => (100, 600),
            Self::ReadFails | Self::ReadSlow => (10, 200),
            Self::BusLost | Self::BusLate => (50, 500),
            Self::TellLost | Self::GivesUp => (20, 200),
            Self::ClicksTwice => (50, 500),
            Self::StaffEdits => (200, 1_000),
            Self::StaffCancels => (20, 200),
            Self::CaptureDeclined | Self::CaptureLate => (100, 500),
        }
    }
}

/// The shape of one run. Every seed has another, and each leaves some kinds of faults out (swarm testing: Groce et al.
/// 2012): a fault that always happens hides what only its absence shows.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) replicas: usize,
    pub(crate) buyers: u64,
    pub(crate) units: i64,
    pub(crate) limit: u32,
    pub(crate) hold_seconds: u32,
    pub(crate) starts_at: Micros,
    pub(crate) ends_at: Micros,
    /// Buyers first come between the start and this moment.
    pub(crate) rush_ends_at: Micros,
    pub(crate) keyed_percent: u64,
    pub(crate) lanes: Limits,
    /// From here on nothing goes wrong any more.
    pub(crate) faults_end: Micros,
    /// Then somebody asks whether the shop still sells.
    pub(crate) probes_at: Micros,
    /// Everything must have come to rest.
    pub(crate) end: Micros,
    /// Of 1,000, for the faults that this run has.
    pub(crate) chances: BTreeMap<Fault, u64>,
}

impl Plan {
    pub(crate) fn new(random: &mut Random) -> Self {
        let starts_at = random.between(0, 3 * SECOND);
        let faults_end = random.between(8, 25) * SECOND;
        let probes_at = faults_end + 20 * SECOND;
        // Half of the sales end among the faults, the others live to see the probes.
        let ends_at = if random.percent(50) {
            starts_at + random.between(SECOND, faults_end)
        } else {
            probes_at + 10 * SECOND
        };
        let hold_seconds = u32::try_from(random.between(1, 12)).unwrap();
        let rush = random.pick(&[200 * MILLI, 2 * SECOND, faults_end]);
        let chances = Fault::ALL
            .into_iter()
            .filter_map(|fault| {
                let (low, high) = fault.permille();
                let chance = random.between(low, high);
                random.percent(40).then_some((fault, chance))
            })
            .collect();
        Self {
            replicas: random.pick(&[1, 2, 2]),
            buyers: {
                let most = random.pick(&[10, 40, 120]);
                random.between(3, most)
            },
            units: {
                let most = random.pick(&[5, 40, 150]);
                i64::try_from(random.between(1, most)).unwrap()
            },
            limit: u32::try_from(random.between(1, 4)).unwrap(),
            hold_seconds,
            starts_at,
            ends_at,
            rush_ends_at: starts_at + rush,
            keyed_percent: random.pick(&[0, 50, 50, 100]),
            lanes: Limits {
                queue: usize::try_from(random.pick(&[3, 20, 200])).unwrap(),
                batch: usize::try_from(random.pick(&[1, 3, 8, 32])).unwrap(),
                wait: Duration::from_millis(random.between(1_000, 10_000)),
                settle: Duration::from_millis(random.pick(&[2_000, 10_000, 10_000])),
            },
            faults_end,
            probes_at,
            end: probes_at.max(ends_at) + (u64::from(hold_seconds) + 25) * SECOND,
            chances,
        }
    }
}
