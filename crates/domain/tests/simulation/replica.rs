//! One process of the shop: its board, its look-ups, and what moves by itself. Follows `engine`'s `orders/buy.rs`,
//! `sales/board.rs`, `sales/lookups.rs`, `sales/sweep.rs` and `platform/tasks.rs` step by step.

use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_domain::orders::{Idempotency, OrderStatus};
use doorbuster_domain::sales::{Judgement, Sale, SaleStatus, ServerClock, Verdict};

use crate::database::SessionId;
use crate::lane::Driver;
use crate::mutation::Mutation;
use crate::plan::Fault;
use crate::rules::Source;
use crate::transactions::Owner;
use crate::work::{Due, Outcome, Work};
use crate::world::{MILLI, Micros, SECOND, World, stamp};

const REFRESH: Micros = SECOND;
const SWEEP: Micros = 500 * MILLI;
const COALESCE: Micros = 100 * MILLI;
const RELAY: Micros = SECOND;
const RECONCILE: Micros = 5 * SECOND;
/// Shorter than the shop's 30 s, so that runs are.
pub(crate) const CUT_SHORT: Micros = 8 * SECOND;

pub(crate) struct Replica {
    pub(crate) is_up: bool,
    /// Counts its processes: what an earlier one began is none of the next one's business.
    pub(crate) life: u32,
    pub(crate) board: Option<Sale>,
    /// What the board knows is at least as new as PostgreSQL was at this moment.
    fresh_as_of: Micros,
    clock: ServerClock,
    /// Its own clock minus the true one.
    ahead: TimeDelta,
    pub(crate) lane: Option<Driver>,
    lookups: Vec<Lookup>,
    is_looking: bool,
    is_rung: bool,
}

struct Lookup {
    request: usize,
    idempotency: Idempotency,
    refusal: Verdict,
    source: Source,
}

/// A process: the replica and which of its lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) replica: usize,
    pub(crate) life: u32,
}

impl World {
    pub(crate) fn open_replicas(&mut self) {
        for replica in 0..self.plan.replicas {
            let ahead = i64::try_from(self.random.below(20_000)).unwrap() - 10_000;
            self.replicas.push(Replica {
                is_up: false,
                life: 0,
                board: None,
                fresh_as_of: 0,
                clock: ServerClock::default(),
                ahead: TimeDelta::milliseconds(ahead),
                lane: None,
                lookups: Vec::new(),
                is_looking: false,
                is_rung: false,
            });
            self.start(replica);
        }
    }

    pub(crate) fn is_alive(&self, process: Process) -> bool {
        self.replicas[process.replica].life == process.life
    }

    /// The process's own clock, which is wrong.
    pub(crate) fn local(&self, replica: usize) -> DateTime<Utc> {
        stamp(self.now) + self.replicas[replica].ahead
    }

    /// Starts a process; it serves once its board was read.
    fn start(&mut self, replica: usize) {
        let process = Process { replica, life: self.replicas[replica].life };
        self.refresh(process);
        self.every(process, SWEEP, Self::sweep);
        self.every(process, RELAY, Self::relay);
        self.every(process, RECONCILE, Self::reconcile);
    }

    fn every(&mut self, process: Process, period: Micros, task: fn(&mut World, Process)) {
        self.after(period, move |world| {
            if world.is_alive(process) {
                if world.replicas[process.replica].is_up {
                    task(world, process);
                }
                world.every(process, period, task);
            }
        });
    }

    /// The process dies with all it had in memory. PostgreSQL learns of it when it next speaks to it.
    pub(crate) fn crash(&mut self, replica: usize) {
        if !self.replicas[replica].is_up {
            return;
        }
        self.note(|_| format!("replica {replica} crashes"));
        let it = &mut self.replicas[replica];
        it.is_up = false;
        it.life += 1;
        it.board = None;
        it.fresh_as_of = 0;
        it.clock = ServerClock::default();
        it.lane = None;
        it.lookups.clear();
        (it.is_looking, it.is_rung) = (false, false);
        self.lose_requests(replica);
        self.disconnect(replica);
        let pause = self.random.between(SECOND / 2, 4 * SECOND);
        self.after(pause, move |world| world.start(replica));
    }

    /// Crashes the process whose lane writes on `session`, if `fault` strikes it.
    pub(crate) fn crash_owner_of(&mut self, session: SessionId, fault: Fault) {
        let is_its = |it: &Replica| it.lane.as_ref().is_some_and(|lane| lane.writer == Some(session));
        if let Some(replica) = self.replicas.iter().position(is_its)
            && self.fault(fault)
        {
            self.crash(replica);
        }
    }

    /// Reads at PostgreSQL what `query` says; `then` hears of it if the process still lives, of nothing if it failed.
    fn read<T: 'static>(
        &mut self,
        process: Process,
        query: impl FnOnce(&World) -> T + 'static,
        then: impl FnOnce(&mut World, Option<T>) + 'static,
    ) {
        let fails = self.fault(Fault::ReadFails);
        let there = self.hop();
        let back = if self.fault(Fault::ReadSlow) {
            self.random.between(SECOND / 5, 4 * SECOND)
        } else {
            self.hop()
        };
        self.after(there, move |world| {
            let answer = (world.database.is_up && !fails).then(|| query(world));
            world.after(back, move |world| {
                if world.is_alive(process) {
                    then(world, answer);
                }
            });
        });
    }

    /// Takes over a snapshot of the sale, unless something newer is known.
    fn show(&mut self, replica: usize, read: Sale, read_at: Micros) {
        let overwrites = self.has(Mutation::StaleBoard);
        let keeps = self.has(Mutation::SoldOutForever);
        let it = &mut self.replicas[replica];
        it.fresh_as_of = it.fresh_as_of.max(read_at);
        it.board = Some(match &it.board {
            Some(known) if keeps && known.remaining == 0 => known.clone(),
            Some(known) if !overwrites => known.or_newer(&read),
            Some(_) | None => read,
        });
    }

    fn fetch(&mut self, process: Process) {
        self.read(
            process,
            |world| (world.database.sale.clone(), world.now),
            move |world, answer| {
                if let Some((sale, read_at)) = answer {
                    world.show(process.replica, sale, read_at);
                }
            },
        );
    }

    /// Reads the clock, then the sale, every second; the first one opens the doors.
    fn refresh(&mut self, process: Process) {
        if !self.is_alive(process) {
            return;
        }
        let Process { replica, .. } = process;
        // The local clock wanders.
        let drift = i64::try_from(self.random.below(20)).unwrap() - 10;
        self.replicas[replica].ahead += TimeDelta::milliseconds(drift);
        let asked = self.local(replica);
        self.read(
            process,
            |world| stamp(world.now),
            move |world, told| {
                let Some(told) = told else {
                    world.after(REFRESH, move |world| world.refresh(process));
                    return;
                };
                world.read(
                    process,
                    |world| (world.database.sale.clone(), world.now),
                    move |world, answer| {
                        world.after(REFRESH, move |world| world.refresh(process));
                        let Some((sale, read_at)) = answer else { return };
                        let answered = world.local(replica);
                        let known = world.replicas[replica].clock;
                        world.replicas[replica].clock = if world.has(Mutation::BelieveSlowClocks) {
                            let middle = asked + (answered - asked) / 2;
                            ServerClock::default().observe(middle, told, middle)
                        } else {
                            known.observe(asked, told, answered)
                        };
                        world.show(replica, sale, read_at);
                        world.replicas[replica].is_up = true;
                    },
                );
            },
        );
    }

    /// A purchase arrives: the board may refuse, else the lane decides.
    pub(crate) fn buy(&mut self, process: Process, request: usize) {
        let Process { replica, .. } = process;
        let purchase = self.requests[request].purchase;
        let it = &self.replicas[replica];
        let Some(board) = &it.board else { return };
        let source = Source::Board { fresh_as_of: it.fresh_as_of, judged_at: self.now };
        if self.has(Mutation::GrantFromTheBoard) && board.remaining >= i64::from(purchase.quantity) {
            let order = self.new_id(replica);
            self.tell(request, Verdict::Recovered { order }, source);
            return;
        }
        match Judgement::of(board, &purchase, it.clock, self.local(replica)) {
            Judgement::Ask => self.join_lane(process, request),
            Judgement::Refuse(refusal) => self.tell(request, refusal, source),
            Judgement::LookUp(_, refusal) if self.forgets_to_look_up(&refusal) => {
                self.tell(request, refusal, source);
            }
            Judgement::LookUp(idempotency, refusal) => {
                self.replicas[replica].lookups.push(Lookup { request, idempotency, refusal, source });
                self.look_up(process);
            }
        }
    }

    fn forgets_to_look_up(&self, refusal: &Verdict) -> bool {
        let is_limit = matches!(refusal, Verdict::QuantityLimit { .. });
        self.has(Mutation::NoLookUp) || (is_limit && self.has(Mutation::NoLookUpAboveTheLimit))
    }

    /// Asks for everybody who waits at once; while one query runs the next gathers.
    fn look_up(&mut self, process: Process) {
        let it = &mut self.replicas[process.replica];
        if it.is_looking || it.lookups.is_empty() {
            return;
        }
        it.is_looking = true;
        let asked = std::mem::take(&mut it.lookups);
        let keys: Vec<_> = asked
            .iter()
            .map(|lookup| (self.requests[lookup.request].purchase.user, lookup.idempotency))
            .collect();
        let query = move |world: &World| -> Vec<Option<Verdict>> {
            keys.iter().map(|(user, asked)| world.look_up_order(*user, *asked)).collect()
        };
        self.read(process, query, move |world, answers| {
            world.replicas[process.replica].is_looking = false;
            let answers = answers.unwrap_or_else(|| vec![Some(Verdict::Busy); asked.len()]);
            for (lookup, found) in asked.into_iter().zip(answers) {
                if matches!(found, Some(Verdict::Replayed { .. })) {
                    world.seen("a look-up found an order");
                }
                world.tell(lookup.request, found.unwrap_or(lookup.refusal), lookup.source);
            }
            world.look_up(process);
        });
    }

    /// Ends what is due: holds that nobody paid, and the sale when it is over.
    fn sweep(&mut self, process: Process) {
        let early = if self.has(Mutation::ExpireEarly) { SECOND } else { 0 };
        self.read(
            process,
            move |world| {
                let settles = world.database.due_settlement(world.now)
                    || (world.has(Mutation::SettleTooSoon) && world.database.sale.cancelled);
                (world.database.due(world.now + early), settles)
            },
            move |world, due| {
                let Some((expired, settles)) = due else { return };
                if let Some(due) = expired {
                    world.expire(process, due);
                }
                if settles {
                    world.begin(
                        Owner::Pool { replica: process.replica },
                        Work::Settle,
                        move |world, result| {
                            if matches!(result, Ok(Outcome::Moved(true))) {
                                world.seen("the sale was settled");
                                world.moved(process);
                            }
                        },
                    );
                }
            },
        );
    }

    fn expire(&mut self, process: Process, due: Due) {
        if !self.is_alive(process) {
            return;
        }
        let work = Work::Expire(due.clone());
        self.begin(Owner::Pool { replica: process.replica }, work, move |world, result| match result {
            Ok(Outcome::Expired { finished: false }) => {
                world.seen("a sweep took several transactions");
                world.expire(process, due);
            }
            Ok(_) => world.moved(process),
            Err(_) => {}
        });
    }

    /// Units were moved by this process: it looks, and the others will hear.
    pub(crate) fn moved(&mut self, process: Process) {
        if self.is_alive(process) {
            self.fetch(process);
            self.ring(process);
        }
    }

    /// Something was written to the outbox.
    pub(crate) fn ring(&mut self, process: Process) {
        let it = &mut self.replicas[process.replica];
        if !it.is_rung {
            it.is_rung = true;
            self.after(COALESCE, move |world| {
                if world.is_alive(process) {
                    world.replicas[process.replica].is_rung = false;
                    world.relay(process);
                }
            });
        }
    }

    /// Passes on to every process that the sale changed.
    fn relay(&mut self, _process: Process) {
        if !std::mem::take(&mut self.database.outbox) || !self.database.is_up {
            return;
        }
        for replica in 0..self.replicas.len() {
            if self.fault(Fault::BusLost) {
                continue;
            }
            let late = if self.fault(Fault::BusLate) { self.random.between(0, 3 * SECOND) } else { 0 };
            let process = Process { replica, life: self.replicas[replica].life };
            let hop = self.hop();
            self.after(hop + late, move |world| {
                if world.is_alive(process) && world.replicas[replica].is_up {
                    world.fetch(process);
                }
            });
        }
    }

    /// Finishes captures that were cut short.
    fn reconcile(&mut self, process: Process) {
        let cut_short = |world: &World| -> Vec<_> {
            let orders = world.database.orders.values();
            let claimed = orders.filter(|row| row.status == OrderStatus::Authorized);
            claimed.filter(|row| row.authorized_at + CUT_SHORT <= world.now).map(|row| row.order).collect()
        };
        self.read(process, cut_short, move |world, orders| {
            for order in orders.into_iter().flatten() {
                world.seen("a capture was reconciled");
                world.capture(process, order);
            }
        });
    }
}

/// What a refusal because of the sale's status is called in the coverage.
pub(crate) fn not_live(status: SaleStatus) -> &'static str {
    match status {
        SaleStatus::Scheduled => "told: not live, scheduled",
        SaleStatus::Live => "told: not live, live",
        SaleStatus::SoldOut => "told: not live, sold out",
        SaleStatus::Paused => "told: not live, paused",
        SaleStatus::Ended => "told: not live, ended",
        SaleStatus::Cancelled => "told: not live, cancelled",
    }
}
