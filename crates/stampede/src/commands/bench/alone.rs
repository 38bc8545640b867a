//! PostgreSQL alone: the batches that the lanes sent, over one session, without a shop around them.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use doorbuster_domain::sales::{Candidate, Purchase, Verdict};
use doorbuster_domain::{OrderId, SaleId, UserId};
use doorbuster_persistence::orders::buy;
use hdrhistogram::Histogram;

use super::case::ALONE;
use super::round::{Processors, Round};
use super::stage::Stage;
use crate::baselines::naive::TokenCheck;
use crate::process::{postgres_processes, private};
use crate::report::{Latency, Outcome, per_second};

/// Sells batches of `size` for `time`, or until every customer has one. Latencies are those of batches.
pub(super) fn round(stage: &mut Stage, size: usize, time: Duration) -> anyhow::Result<Round> {
    let customers = stage.buyers.len();
    let sale = stage.open_sale(u32::try_from(customers)?)?.id;
    // Put together before the clock starts: here only PostgreSQL is measured.
    let candidates = candidates(stage)?;
    let mut writer = stage.errands.block_on(stage.backdoor.writer())?;
    let mut latencies: Histogram<u64> = Histogram::new(3)?;
    let mut sold = 0;
    let before = stage.costs(None)?;
    let started = Instant::now();
    for batch in candidates.chunks(size.max(1)) {
        let sent = Instant::now();
        if sent - started >= time {
            break;
        }
        let answer = stage.errands.block_on(buy(&mut writer, SaleId(sale), false, batch))?;
        latencies.record(u64::try_from(sent.elapsed().as_micros())?)?;
        let all = answer.verdicts.iter().all(|verdict| matches!(verdict, Verdict::Sold { .. }));
        ensure!(all, "PostgreSQL alone did not sell a whole batch");
        sold += u64::try_from(batch.len())?;
    }
    let took = started.elapsed();
    let costs = stage.costs(None)? - before;
    stage.await_sold(sale, sold)?;
    let processors = Processors::new(costs, sold, took, super::machine::processors());
    Ok(Round {
        key: ALONE,
        outcomes: vec![Outcome { outcome: "sold".to_owned(), count: sold }],
        answers: sold,
        seconds: took.as_secs_f64(),
        per_second: per_second(sold, took),
        latency_ms: Latency::of(&latencies),
        processors,
        batch: Some(crate::report::float(u64::try_from(size)?)),
        server_peak_kib: None,
        postgres_private_kib: private(&postgres_processes(&stage.shop.data_dir())?),
        streams: None,
    })
}

/// A purchase of one unit by every customer.
fn candidates(stage: &Stage) -> anyhow::Result<Vec<Candidate>> {
    let tokens = TokenCheck::new(stage.shop.secret());
    let candidate = |index| {
        let token = stage.buyers.token(index).context("a customer without a token")?;
        let user = tokens.user(&format!("Bearer {token}")).context("a token that is none")?;
        let purchase = Purchase { user: UserId(user), quantity: 1, idempotency: None };
        Ok(Candidate { order: OrderId(crate::ambient::id()), purchase })
    };
    (0..stage.buyers.len()).map(candidate).collect()
}
