use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use doorbuster_persistence::Error;
use futures::future::{BoxFuture, FutureExt, TryFutureExt};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};

use super::bus::{follow_bus, speak};
use super::jobs::do_jobs;
use super::relay::relay_outbox;
use crate::Engine;
use crate::cart::{end_holds, forget_old_carts};
use crate::catalogue::count_best_sellers;
use crate::catalogue::images::sweep_images;
use crate::invoices::number_due;
use crate::payments::reconcile;
use crate::sales::sweep;
use crate::webhooks::{deliver_webhooks, sweep_webhooks, tell_of_placements};

/// The board is never older than this, whatever becomes of the bus.
const REFRESH: Duration = Duration::from_secs(1);
/// A revocation acts in every process within a second, also without the bus: the period and the poll itself fit in it.
const POLL: Duration = Duration::from_millis(800);
/// Holds and sales end at most this late.
const SWEEP: Duration = Duration::from_millis(500);
/// Invoices get their numbers at most this late; at once when somebody asks for one.
const NUMBER: Duration = Duration::from_secs(1);
/// After a purchase the other processes hear of it this much later, once for all purchases in between.
const COALESCE: Duration = Duration::from_millis(100);
/// What another process left in the outbox when it died is passed on after this long.
const RELAY: Duration = Duration::from_secs(1);
const RECONCILE: Duration = Duration::from_secs(5);
/// A payment that nobody moved for so long was cut short: longer than a provider is waited for.
const CUT_SHORT: TimeDelta = TimeDelta::seconds(30);
/// Best sellers are at most this old.
const COUNT: Duration = Duration::from_secs(300);
/// Webhooks tell of an order at most this long after it was placed, if nobody waits before it.
const TELL: Duration = Duration::from_millis(500);
const HOURLY: Duration = Duration::from_secs(3600);

impl Engine {
    /// Reads the board once, then starts what moves by itself: refreshes, sweeps, the relay, jobs, the reconciler.
    ///
    /// # Errors
    /// Only the database's, when the board cannot be read.
    pub async fn start_tasks(self: &Arc<Self>) -> Result<(), Error> {
        self.board.refresh(&self.database).await?;
        self.identity.poll_revocations().await?;
        self.every("refresh the board", REFRESH, |engine| engine.board.refresh(&engine.database).boxed());
        self.every("poll revocations", POLL, |engine| engine.identity.poll_revocations().boxed());
        self.every("sweep", SWEEP, |engine| sweep(engine).map_ok(|_| ()).boxed());
        self.every("end unpaid checkouts", SWEEP, |engine| end_holds(engine).map_ok(|_| ()).boxed());
        self.every("number invoices", NUMBER, |engine| number_due(engine).map_ok(|_| ()).boxed());
        self.every("forget old carts", HOURLY, |engine| forget_old_carts(engine).boxed());
        self.every("reconcile payments", RECONCILE, |engine| {
            reconcile(engine, CUT_SHORT).map_ok(|_| ()).boxed()
        });
        self.every("count best sellers", COUNT, |engine| count_best_sellers(engine).boxed());
        self.every("forget expired tokens", HOURLY, |engine| engine.identity.forget_expired().boxed());
        self.every("sweep pictures", HOURLY, |engine| sweep_images(engine).map_ok(|_| ()).boxed());
        self.every("tell of placed orders", TELL, |engine| tell_of_placements(engine).boxed());
        self.every("sweep webhooks", HOURLY, |engine| sweep_webhooks(engine).boxed());
        self.spawn(relay_when_rung);
        self.spawn(deliver_webhooks);
        self.spawn(do_jobs);
        self.spawn(follow_bus);
        self.spawn(speak);
        Ok(())
    }

    /// Runs `work` every `period`. A failure is logged once and does not end it.
    fn every(
        self: &Arc<Self>,
        name: &'static str,
        period: Duration,
        work: impl for<'a> Fn(&'a Arc<Self>) -> BoxFuture<'a, Result<(), Error>> + Send + Sync + 'static,
    ) {
        self.spawn(async move |engine: Arc<Self>| {
            let mut ticks = interval_at(Instant::now() + period, period);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut failing = false;
            loop {
                ticks.tick().await;
                match work(&engine).await {
                    Ok(()) => failing = false,
                    Err(error) if failing => tracing::debug!(%error, "still cannot {name}"),
                    Err(error) => {
                        failing = true;
                        tracing::warn!(%error, "cannot {name}; trying again every {period:?}");
                    }
                }
            }
        });
    }

    /// Runs `work` until the engine stops.
    fn spawn<F, W>(self: &Arc<Self>, work: W)
    where
        W: FnOnce(Arc<Self>) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let stopping = self.stopping.clone();
        let work = work(Arc::clone(self));
        self.tasks.spawn(async move {
            tokio::select! {
                () = stopping.cancelled() => {}
                () = work => {}
            }
        });
    }
}

async fn relay_when_rung(engine: Arc<Engine>) {
    loop {
        tokio::select! {
            () = engine.announcer.outbox.notified() => sleep(COALESCE).await,
            () = sleep(RELAY) => {}
        }
        if let Err(error) = relay_outbox(&engine).await {
            tracing::debug!(%error, "cannot relay the outbox");
            sleep(RELAY).await;
        }
    }
}
