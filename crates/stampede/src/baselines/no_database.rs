//! The shop without its database: its router, its `buy` handler, its board and its lane, and a writer that grants
//! everything from memory at once. What remains of a purchase's time is PostgreSQL's.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_domain::sales::{Candidate, Counters, Sale, SaleProduct, Terms, Verdict};
use doorbuster_domain::{Currency, Money, ProductId, SaleId};
use doorbuster_engine::sales::{Writer, Writers};
use doorbuster_persistence::Error;
use doorbuster_persistence::orders::Batch;
use futures::future::{BoxFuture, FutureExt};
use metrics_exporter_prometheus::PrometheusHandle;
use uuid::Uuid;

use crate::ambient;

/// The one sale there is. It lasts for a day.
pub const SALE: Uuid = Uuid::from_u128(1);

/// More than anybody will ask for.
const UNITS: i64 = 1 << 40;
const NAME: &str = "Load test hot-thing";
const PRICE: Money = Money::new(4_999, Currency::EUR);

/// The shop's whole router with one live sale, for tokens signed with `secret`. Call it inside a runtime.
pub fn router(secret: &str, metrics: Option<PrometheusHandle>) -> Router {
    let app = super::app(secret, Arc::new(Memory::default()), metrics);
    app.engine.board.show(sale(ambient::now()));
    doorbuster_http::router(app)
}

/// Grants every purchase. It keeps no orders, so a customer may come back: to look one up would only make this slower,
/// and what it is compared with faster.
#[derive(Debug, Default)]
pub(super) struct Memory {
    batches: Arc<AtomicI64>,
    sold: Arc<AtomicI64>,
}

impl Writers for Memory {
    fn open(&self) -> BoxFuture<'_, Result<Box<dyn Writer>, Error>> {
        let Self { batches, sold } = self;
        let writer = Self { batches: Arc::clone(batches), sold: Arc::clone(sold) };
        async { Ok::<Box<dyn Writer>, Error>(Box::new(writer)) }.boxed()
    }
}

impl Writer for Memory {
    fn sell<'a>(
        &'a mut self,
        _: SaleId,
        _: bool,
        candidates: &'a [Candidate],
    ) -> BoxFuture<'a, Result<Batch, Error>> {
        async {
            // An answer takes at least one turn of the runtime, in which those who are about to come do so.
            tokio::task::yield_now().await;
            Ok(self.grant(candidates))
        }
        .boxed()
    }
}

impl Memory {
    fn grant(&self, candidates: &[Candidate]) -> Batch {
        let units: i64 = candidates.iter().map(|candidate| i64::from(candidate.purchase.quantity)).sum();
        let sold = self.sold.fetch_add(units, Ordering::Relaxed) + units;
        let seq = self.batches.fetch_add(1, Ordering::Relaxed) + 2;
        let now = ambient::now();
        let Sale { starts_at, ends_at, .. } = sale(now);
        let terms = Arc::new(Terms {
            product_id: ProductId(SALE),
            product_name: NAME.to_owned(),
            unit_price: PRICE,
            placed_at: now,
            pay_by: now,
        });
        let verdict =
            |candidate: &Candidate| Verdict::Sold { order: candidate.order, terms: Arc::clone(&terms) };
        Batch {
            verdicts: candidates.iter().map(verdict).collect(),
            counters: Some(Counters {
                seq,
                allocated: UNITS,
                remaining: UNITS - sold,
                per_customer_limit: 1,
                starts_at,
                ends_at,
                paused: false,
                cancelled: false,
                settled: false,
            }),
        }
    }
}

/// A sale that is live for a day.
fn sale(now: DateTime<Utc>) -> Sale {
    Sale {
        id: SaleId(SALE),
        title: "Stampede".to_owned(),
        product: SaleProduct {
            id: ProductId(SALE),
            slug: "hot-thing".to_owned(),
            name: NAME.to_owned(),
            description: "Made by stampede.".to_owned(),
            image_url: None,
            list_price: PRICE,
        },
        price: PRICE,
        starts_at: now - TimeDelta::minutes(1),
        ends_at: now + TimeDelta::days(1),
        allocated: UNITS,
        remaining: UNITS,
        per_customer_limit: 1,
        hold_seconds: 86_400,
        paused: false,
        cancelled: false,
        settled: false,
        seq: 1,
        version: 1,
    }
}
