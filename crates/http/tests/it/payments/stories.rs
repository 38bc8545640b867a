//! Random lives of orders that are paid with Stripe: whatever their customers, the staff, Stripe and the network do, what
//! Stripe has taken in the end is what the orders say.

use std::collections::BTreeMap;
use std::env;
use std::time::Duration;

use chrono::TimeDelta;
use doorbuster_domain::SaleId;
use doorbuster_domain::identity::Role;
use doorbuster_engine::payments::{Reconciled, reconcile};
use doorbuster_engine::sales::sweep;
use doorbuster_testkit::stripe::StripeEmulator;
use doorbuster_testkit::{Answer, Person, SaleSpec, Shop};
use futures::future::join_all;
use futures::stream::{self, StreamExt as _};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

/// Stories in `cargo xtask test`; `PAYMENT_STORIES` tells `cargo xtask prove` another number.
const STORIES: u64 = 60;
/// Stories of one shop, told at the same time.
const TOGETHER: u64 = 30;
/// Shops at the same time: their stories mostly wait.
const SHOPS: usize = 4;
/// Things that happen in each half of a story; the shop is restarted in between.
const STEPS: usize = 9;
/// Stripe is given up after this long.
const PATIENCE: Duration = Duration::from_millis(400);
/// Holds of the short sale, in seconds.
const SHORT: u32 = 1;

const CARDS: [&str; 5] =
    ["pm_card_visa", "pm_card_visa", "pm_card_declined", "pm_card_authenticationRequired", "pm_processing"];
const ENDPOINTS: [&str; 5] = ["create", "retrieve", "capture", "cancel", "refund"];

/// An order, and what its customer's browser has.
struct Life {
    order: String,
    customer: usize,
    secret: Option<String>,
}

/// One story.
struct Story {
    random: StdRng,
    customers: Vec<Person>,
    staff: Person,
    sales: [SaleId; 2],
    lives: Vec<Life>,
    /// Events that were delivered, or lost.
    told: Vec<Value>,
    keys: u32,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stripe_took_is_what_the_orders_say() {
    let number = |name: &str| env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let first = number("PAYMENT_SEED").unwrap_or(0);
    let stories = number("PAYMENT_STORIES").unwrap_or(STORIES);
    let mut orders = BTreeMap::new();
    let starts = (first..first + stories).step_by(usize::try_from(TOGETHER).unwrap());
    let worlds = starts.map(|start| {
        let seeds = start..(start + TOGETHER).min(first + stories);
        async move {
            println!("stories {seeds:?}");
            tokio::spawn(world(seeds.clone())).await.unwrap_or_else(|_| panic!("stories {seeds:?}"))
        }
    });
    let mut told = stream::iter(worlds).buffer_unordered(SHOPS);
    while let Some(ends) = told.next().await {
        for (state, count) in ends {
            *orders.entry(state).or_insert(0) += count;
        }
    }
    println!("orders: {orders:?}");
    // Stories in which nothing happens prove nothing.
    for state in ["paid", "cancelled", "expired", "delivered", "pending_payment"] {
        assert!(stories < STORIES || orders.contains_key(state), "no order is {state}: {orders:?}");
    }
}

/// Tells these stories in one shop that is restarted in the middle of all of them. Returns how many orders ended how.
async fn world(seeds: std::ops::Range<u64>) -> BTreeMap<String, i64> {
    let stripe = StripeEmulator::start();
    let shop = Shop::builder().stripe(&stripe, PATIENCE).without_tasks().start().await;
    let short = SaleSpec { hold_seconds: SHORT, limit: 3, ..SaleSpec::of(40) };
    let sales = [shop.sale(short).await, shop.sale(SaleSpec { hold_seconds: 600, ..short }).await];
    let mut stories = Vec::new();
    for seed in seeds {
        stories.push(Story {
            random: StdRng::seed_from_u64(seed),
            customers: shop.customers(2).await,
            staff: shop.person(Role::Staff).await,
            sales,
            lives: Vec::new(),
            told: Vec::new(),
            keys: 0,
        });
    }
    join_all(stories.iter_mut().map(|story| story.go_on(&shop, &stripe))).await;
    shop.engine.stop().await;
    let shop = Shop::builder().stripe(&stripe, PATIENCE).without_tasks().beside(&shop).await;
    join_all(stories.iter_mut().map(|story| story.go_on(&shop, &stripe))).await;

    stripe.heal().await;
    settle(&shop).await;
    compare(&shop, &stripe).await;
    shop.audit().await;
    let mut owner = shop.sql().await;
    let ends: Vec<(String, i64)> =
        sqlx::query_as("SELECT status::text, count(*) FROM orders GROUP BY status")
            .fetch_all(&mut owner)
            .await
            .unwrap();
    ends.into_iter().collect()
}

/// No event comes any more: the sweep and the reconciler end what is left, until they find nothing to do.
async fn settle(shop: &Shop) {
    tokio::time::sleep(Duration::from_millis(1_300)).await;
    let mut quiet = 0;
    let mut last = Reconciled::default();
    for _ in 0..60 {
        sweep(&shop.engine).await.unwrap();
        let done = reconcile(&shop.engine, TimeDelta::zero()).await.unwrap();
        quiet = if done == (Reconciled { waiting: done.waiting, ..Reconciled::default() }) {
            quiet + 1
        } else {
            0
        };
        if quiet == 2 {
            return;
        }
        last = done;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut owner = shop.sql().await;
    let left: Vec<String> = sqlx::query_scalar(
        "SELECT concat_ws(' ', p.status, p.step, p.failure, p.reference, o.status, o.pay_by < now()) FROM payments p
         JOIN orders o ON o.id = p.order_id WHERE p.status IN ('pending', 'authorized')
         UNION ALL SELECT concat_ws(' ', 'refund', r.status, r.amount_minor, r.failure, o.status) FROM refunds r
         JOIN orders o ON o.id = r.order_id WHERE r.status = 'pending'",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    panic!("the reconciler does not come to rest: {last:?} {left:#?}");
}

/// What Stripe has is what the shop's orders say, order by order, and nothing is reserved for nobody.
async fn compare(shop: &Shop, stripe: &StripeEmulator) {
    let mut owner = shop.sql().await;
    let kept: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT o.id::text, o.status::text, coalesce(
             CASE WHEN o.status IN ('paid', 'packed', 'shipped', 'delivered') THEN o.total_minor - coalesce((
                 SELECT sum(r.amount_minor) FROM refunds r WHERE r.order_id = o.id AND r.status = 'settled'), 0)
             ELSE 0 END, 0)::bigint
         FROM orders o",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let mut taken: BTreeMap<String, i64> = BTreeMap::new();
    for intent in stripe.books().await {
        let order = intent["metadata"]["order_id"].as_str().unwrap_or_default().to_owned();
        assert_eq!(intent["capturable"], 0, "reserved for nobody: {intent}");
        *taken.entry(order).or_default() +=
            intent["received"].as_i64().unwrap() - intent["refunded"].as_i64().unwrap();
    }
    for (order, status, kept) in kept {
        let taken = taken.remove(&order).unwrap_or(0);
        if taken != kept {
            let story: Vec<String> = sqlx::query_scalar(
                "SELECT to_jsonb(p)::text FROM payments p WHERE order_id = $1::uuid
                 UNION ALL SELECT to_jsonb(r)::text FROM refunds r WHERE order_id = $1::uuid
                 UNION ALL SELECT to_jsonb(e)::text FROM order_events e WHERE order_id = $1::uuid",
            )
            .bind(&order)
            .fetch_all(&mut owner)
            .await
            .unwrap();
            let books = stripe.books().await;
            let books: Vec<_> =
                books.iter().filter(|intent| intent["metadata"]["order_id"] == order.as_str()).collect();
            panic!(
                "Stripe has taken {taken} for order {order}, which is {status}: not {kept}. {story:#?} {books:#?}"
            );
        }
    }
    taken.retain(|_, left| *left != 0);
    assert!(taken.is_empty(), "taken without an order: {taken:?}");
}

impl Story {
    /// Half of the story.
    async fn go_on(&mut self, shop: &Shop, stripe: &StripeEmulator) {
        for _ in 0..STEPS {
            let step = self.random.random_range(0..14);
            match step {
                0 | 1 => self.buy(shop).await,
                2..=4 => self.pay(shop, stripe).await,
                5 => self.bank(stripe).await,
                6 | 7 => self.events(shop, stripe).await,
                8 => self.cancel(shop).await,
                9 => self.refund(shop).await,
                10 => self.fulfil(shop).await,
                11 => self.fault(stripe).await,
                12 => {
                    sweep(&shop.engine).await.unwrap();
                }
                _ => {
                    reconcile(&shop.engine, TimeDelta::zero()).await.unwrap();
                }
            }
            tokio::time::sleep(Duration::from_millis(self.random.random_range(0..150))).await;
        }
    }

    fn key(&mut self) -> String {
        self.keys += 1;
        format!("story-{}", self.keys)
    }

    /// An order of the story.
    fn some(&mut self) -> Option<usize> {
        (!self.lives.is_empty()).then(|| self.random.random_range(0..self.lives.len()))
    }

    async fn buy(&mut self, shop: &Shop) {
        let customer = self.random.random_range(0..self.customers.len());
        let sale = *self.sales.choose(&mut self.random).unwrap();
        let units = self.random.random_range(1..=3);
        let answer = shop.buy(&self.customers[customer], sale, units).await;
        if fine(&answer) == 201 {
            let order = answer.text("/id").to_owned();
            self.lives.push(Life { order, customer, secret: None });
        }
    }

    /// Begins, goes on, or confirms in the browser.
    async fn pay(&mut self, shop: &Shop, stripe: &StripeEmulator) {
        let Some(life) = self.some() else { return self.buy(shop).await };
        let card = *CARDS.choose(&mut self.random).unwrap();
        let asks_again = self.random.random_bool(0.6);
        let key = if self.random.random_bool(0.8) { "pay".to_owned() } else { self.key() };
        let Life { order, customer, secret } = &mut self.lives[life];
        let person = &self.customers[*customer];
        let answer = shop.pay_with_stripe(person, order, &key).await;
        fine(&answer);
        if let Some(told) = answer.json.pointer("/payment/browser/client_secret").and_then(Value::as_str) {
            *secret = Some(told.to_owned());
        }
        if let Some(secret) = secret {
            // Also long after the hold: nobody takes the page away from the customer.
            stripe.confirm(secret, card).await;
        }
        if asks_again {
            fine(&shop.pay_with_stripe(person, order, &key).await);
        }
    }

    /// The bank makes up its mind, or Stripe calls the payment off.
    async fn bank(&mut self, stripe: &StripeEmulator) {
        let outcome = *["succeed", "succeed", "fail", "cancel"].choose(&mut self.random).unwrap();
        let Some(life) = self.some() else { return };
        let Some(id) = self.lives[life].secret.as_deref().and_then(|secret| secret.split("_secret_").next())
        else {
            return;
        };
        // What is over stays over, as with the real one.
        let over = stripe.intent(id).await["status"]
            .as_str()
            .is_some_and(|status| status == "succeeded" || status == "canceled");
        if !over {
            stripe.ask(&format!("/_control/intents/{id}/finish"), Some(&json!({"outcome": outcome}))).await;
        }
    }

    /// Of what Stripe tells about the story's payments some is lost, some comes twice, some later, and all in any order.
    async fn events(&mut self, shop: &Shop, stripe: &StripeEmulator) {
        let ids: Vec<String> = self
            .lives
            .iter()
            .filter_map(|life| life.secret.as_deref()?.split("_secret_").next().map(str::to_owned))
            .collect();
        let mut events: Vec<Value> = stripe
            .events()
            .await
            .into_iter()
            .filter(|event| !self.told.contains(&event["id"]))
            .filter(|event| event["body"].as_str().is_some_and(|body| ids.iter().any(|id| body.contains(id))))
            .collect();
        events.shuffle(&mut self.random);
        for event in events {
            let times = match self.random.random_range(0..8) {
                0 | 1 => 0,
                2 => 2,
                3 => continue,
                _ => 1,
            };
            self.told.push(event["id"].clone());
            for _ in 0..times {
                fine(&shop.deliver_event(&event).await);
            }
        }
    }

    async fn cancel(&mut self, shop: &Shop) {
        let Some(life) = self.some() else { return };
        let Life { order, customer, .. } = &self.lives[life];
        fine(&shop.cancel(&self.customers[*customer], order).await);
    }

    /// Everything, a unit, or some money.
    async fn refund(&mut self, shop: &Shop) {
        let Some(life) = self.some() else { return };
        let restock = self.random.random_bool(0.5);
        let mut body = json!({"reason": "a story", "restock": restock});
        if self.random.random_bool(0.5) {
            body["amount"] = json!({"amount": self.random.random_range(1..12_000), "currency": "EUR"});
        }
        let key = self.key();
        let path = format!("/api/v1/orders/{}/refunds", self.lives[life].order);
        fine(&shop.post(&path).bearer(&self.staff.token).key(&key).json(&body).send().await);
    }

    /// The next thing that the staff do with an order.
    async fn fulfil(&mut self, shop: &Shop) {
        let Some(life) = self.some() else { return };
        let order = self.lives[life].order.clone();
        fine(&shop.pack(&self.staff, &order).await);
        if self.random.random_bool(0.7) {
            fine(&shop.ship(&self.staff, &order, &json!({"carrier": "DHL"})).await);
            fine(&shop.deliver(&self.staff, &order).await);
        }
    }

    /// One of the next requests to Stripe goes wrong, whoever's it is.
    async fn fault(&mut self, stripe: &StripeEmulator) {
        let endpoint = *ENDPOINTS.choose(&mut self.random).unwrap();
        let mut fault = match self.random.random_range(0..5) {
            0 => json!({"kind": "status", "status": 500}),
            1 => json!({"kind": "status", "status": 429}),
            // Stripe answers a refund's key with such a 500 for a day, and paying back under another key might pay twice.
            2 if endpoint != "refund" => json!({"kind": "broken", "status": 500}),
            3 => json!({"kind": "delay", "millis": 600}),
            _ => json!({"kind": "lose"}),
        };
        fault["endpoint"] = json!(endpoint);
        fault["times"] = json!(self.random.random_range(1..4));
        stripe.fault(&fault).await;
    }
}

/// Whatever is asked, the shop knows what to say: its answer, or that Stripe does not answer. Returns the status.
fn fine(answer: &Answer) -> u16 {
    let status = answer.status.as_u16();
    assert!(status < 500 || status == 503, "{status} {}", answer.json);
    status
}
