use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use doorbuster_domain::WebhookId;
use doorbuster_domain::webhooks::{DeliveryStatus, EventType, rest_after};
use doorbuster_persistence::Error;
use doorbuster_persistence::webhooks::deliveries::{Busy, Claimed, Outcome, claim, record};
use doorbuster_persistence::webhooks::{failed, give_up_on, recovered};
use tokio::task::{Id, JoinSet};
use tokio::time::{Instant, sleep};

use super::message::message;
use crate::Engine;
use crate::ambient::now;

/// Deliveries of one endpoint that this process has under way at the same time. There are few endpoints, so this bounds
/// all of them, and one that answers slowly takes nobody else's turn.
const AT_ONCE: i64 = 8;
/// Who takes a delivery has so long for it; then somebody else takes it. Longer than an endpoint is waited for.
const LEASE: Duration = Duration::from_secs(30);
/// Deliveries that nobody rang for: those that a trigger wrote, those whose rest is over, those of somebody who died.
const LOOK: Duration = Duration::from_secs(1);

/// Sends what is due, until the engine stops. What is under way then is sent again by whoever comes next.
pub(crate) async fn deliver_webhooks(engine: Arc<Engine>) {
    let mut under_way = UnderWay::default();
    let mut failing = false;
    loop {
        match under_way.start_due(&engine).await {
            Ok(()) => failing = false,
            Err(error) => {
                if !failing {
                    tracing::warn!(%error, "cannot look for webhooks to deliver; trying again every {LOOK:?}");
                }
                failing = true;
            }
        }
        tokio::select! {
            () = under_way.one_ended(), if !failing => {}
            () = engine.webhooks.rung.notified(), if !failing => {}
            () = sleep(LOOK) => {}
        }
    }
}

/// What this process is sending.
#[derive(Default)]
struct UnderWay {
    tasks: JoinSet<()>,
    to: HashMap<Id, WebhookId>,
}

impl UnderWay {
    async fn start_due(&mut self, engine: &Arc<Engine>) -> Result<(), Error> {
        let claimed = {
            let mut connection = engine.database.acquire().await?;
            claim(&mut connection, &self.busy(), AT_ONCE, LEASE).await?
        };
        for delivery in claimed {
            let (engine, webhook) = (Arc::clone(engine), delivery.webhook);
            let task = self.tasks.spawn(async move { deliver(&engine, &delivery).await });
            self.to.insert(task.id(), webhook);
        }
        Ok(())
    }

    /// Waits for a delivery to end, and takes note of all that have; never, when none is under way.
    async fn one_ended(&mut self) {
        let mut ended = match self.tasks.join_next_with_id().await {
            Some(ended) => Some(ended),
            None => std::future::pending().await,
        };
        while let Some(one) = ended {
            let id = match one {
                Ok((id, ())) => id,
                Err(error) => error.id(),
            };
            self.to.remove(&id);
            ended = self.tasks.try_join_next_with_id();
        }
    }

    fn busy(&self) -> Vec<Busy> {
        let mut counts = BTreeMap::new();
        for webhook in self.to.values() {
            *counts.entry(*webhook).or_insert(0) += 1;
        }
        counts.into_iter().map(|(webhook, count)| Busy { webhook, count }).collect()
    }
}

/// Sends one delivery and writes down what became of it. No connection to the database is held while the endpoint is
/// asked. What cannot be written down is sent again when the lease is over.
async fn deliver(engine: &Engine, delivery: &Claimed) {
    let outcome = send(engine, delivery).await;
    if let Err(error) = take_note(engine, delivery, &outcome).await {
        tracing::warn!(
            %error, delivery.id = %delivery.id, "cannot write down what became of a webhook; it is sent again"
        );
    }
}

async fn send(engine: &Engine, delivery: &Claimed) -> Outcome {
    let started = Instant::now();
    let answered = match message(delivery, now()) {
        Ok(message) => engine.webhooks.sender.send(&message).await.map_err(|error| error.to_string()),
        Err(error) => Err(format!("the event is no JSON: {error}")),
    };
    let took = started.elapsed();
    let (status_code, error) = match answered {
        Ok(code @ 200..=299) => (Some(code), None),
        Ok(code @ 300..=399) => {
            (Some(code), Some("it answered with a redirect, which is not followed".to_owned()))
        }
        Ok(code) => (Some(code), Some(format!("it answered {code}"))),
        Err(error) => (None, Some(error)),
    };
    let rest = error.as_ref().and_then(|_| rest_after(&delivery.event_type, delivery.attempt));
    Outcome { took, status_code, error, rest }
}

/// Writes down what became of a delivery together with what that says about its endpoint: one that fails all the time is
/// switched off, and somebody is told.
async fn take_note(engine: &Engine, delivery: &Claimed, outcome: &Outcome) -> Result<(), Error> {
    let mut work = engine.database.begin_work().await?;
    let status = record(&mut work, delivery, outcome).await?;
    let Claimed { id, webhook, attempt, .. } = delivery;
    let error = outcome.error.as_deref().unwrap_or_default();
    let is_ping = delivery.event_type == EventType::PING;
    let mut switched_off = false;
    let counted = match status {
        DeliveryStatus::Delivered => {
            recovered(&mut work, *webhook).await?;
            "delivered"
        }
        DeliveryStatus::Pending => {
            tracing::debug!(delivery.id = %id, webhook.id = %webhook, attempt, error, "a webhook was not taken");
            failed(&mut work, *webhook).await?;
            "failed"
        }
        // A test says nothing about what the endpoint does with events.
        DeliveryStatus::GivenUp if is_ping => "given_up",
        DeliveryStatus::GivenUp => {
            tracing::warn!(delivery.id = %id, webhook.id = %webhook, attempt, error, "a webhook is given up");
            failed(&mut work, *webhook).await?;
            switched_off = give_up_on(&mut work, *webhook).await?;
            "given_up"
        }
    };
    work.commit().await?;
    if switched_off {
        engine.jobs.notify_one();
        tracing::error!(webhook.id = %webhook, "webhook {webhook} failed for days and is switched off");
    }
    metrics::counter!("doorbuster_webhook_deliveries_total", "outcome" => counted).increment(1);
    Ok(())
}
