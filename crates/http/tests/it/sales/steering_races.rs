//! Staff steer while a crowd buys, on two processes: no deadlock, no unit lost, and nobody buys what is closed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use doorbuster_domain::SaleId;
use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Answer, Person, SaleSpec, Shop};
use futures::future::join_all;
use serde_json::json;
use tokio::time::sleep;

/// Fewer purchases are no race. A slow and busy machine makes a few dozen in the time of a test.
const ENOUGH: usize = 20;
/// What an edit of the allocation may come to.
const EDITED: [&str; 3] = ["200", "allocation_below_held", "insufficient_stock"];

/// Two processes of one shop, its staff and its crowd.
struct Scene {
    here: Shop,
    there: Shop,
    staff: Person,
    crowd: Vec<Person>,
    sale: SaleId,
    over: AtomicBool,
}

impl Scene {
    /// A sale of `units`, with as many more in stock, and `buyers` for it.
    async fn new(units: u32, buyers: u32, spec: SaleSpec) -> Self {
        let here = Shop::start().await;
        let there = Shop::builder().beside(&here).await;
        let staff = here.person(Role::Staff).await;
        let sale = here.sale(SaleSpec { units: units * 2, ..spec }).await;
        let crowd = here.customers(buyers).await;
        let scene = Self { here, there, staff, crowd, sale, over: AtomicBool::new(false) };
        scene.edit(&json!({"allocated": units})).await;
        scene
    }

    fn shop(&self, n: usize) -> &Shop {
        if n.is_multiple_of(2) { &self.here } else { &self.there }
    }

    /// Edits whatever version it is.
    async fn edit(&self, body: &serde_json::Value) -> String {
        let path = format!("/api/v1/sales/{}", self.sale);
        let request = self.here.patch(&path).bearer(&self.staff.token).header("if-match", "*");
        let answer = until_served(|| request.clone().json(body).send()).await;
        assert!(answer.status == 200 || answer.status == 409, "{}", answer.json);
        if answer.status == 200 { "200".to_owned() } else { answer.code().to_owned() }
    }

    async fn steer(&self, n: usize, operation: &str) {
        let path = format!("/api/v1/sales/{}/{operation}", self.sale);
        let request = self.shop(n).post(&path).bearer(&self.staff.token);
        until_served(|| request.clone().send()).await.assert_status(200);
    }

    /// Everybody buys, some pay, some give back and buy again until it is over. Returns how often which answer was given.
    async fn buy_all_the_time(&self) -> BTreeMap<String, usize> {
        let lives = self.crowd.iter().enumerate().map(async |(n, buyer)| {
            let mut told = Vec::new();
            let mut order = String::new();
            let shop = self.shop(n);
            while !self.over.load(Ordering::Relaxed) {
                let answer = acceptable(shop.buy(buyer, self.sale, 1 + i64::from(n % 3 == 0)).await);
                if answer.status == 201 {
                    told.push("201".to_owned());
                    answer.text("/id").clone_into(&mut order);
                    if n % 8 == 7 {
                        acceptable(shop.pay(buyer, &order, "success").await);
                    }
                } else {
                    told.push(answer.code().to_owned());
                    if n % 4 == 0 && !order.is_empty() {
                        acceptable(shop.cancel(buyer, &order).await);
                    }
                }
                sleep(Duration::from_millis(30)).await;
            }
            told
        });
        let mut codes = BTreeMap::new();
        for code in join_all(lives).await.into_iter().flatten() {
            *codes.entry(code).or_default() += 1;
        }
        codes
    }

    /// The end: no deadlock, and every invariant.
    async fn close(&self) {
        let mut owner = self.here.sql().await;
        let deadlocks: i64 =
            sqlx::query_scalar("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                .fetch_one(&mut owner)
                .await
                .unwrap();
        assert_eq!(deadlocks, 0);
        self.here.audit().await;
    }
}

/// Asks until there is room: a crowd that locks one sale may fill the small pool of a test.
async fn until_served<F: Future<Output = Answer>>(ask: impl Fn() -> F) -> Answer {
    loop {
        let answer = ask().await;
        if answer.status != 503 {
            return answer;
        }
    }
}

/// Anything but a mistake of ours.
fn acceptable(answer: Answer) -> Answer {
    let is_full = ["busy", "unavailable"].contains(&answer.code());
    assert!(answer.status.as_u16() < 500 || is_full, "{}", answer.json);
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_allocation_goes_up_and_down_while_a_crowd_buys() {
    let scene = Scene::new(100, 240, SaleSpec { limit: 2, ..SaleSpec::of(1) }).await;
    let steering = async {
        let mut answers: BTreeMap<String, usize> = BTreeMap::new();
        let started = Instant::now();
        for (n, allocated) in [140, 60, 200, 20, 201, 110, 1].into_iter().cycle().enumerate() {
            // On a busy machine the crowd takes longer to get into the way of every edit.
            let all = EDITED.iter().all(|answer| answers.contains_key(*answer));
            let least = if all { Duration::from_secs(4) } else { Duration::from_secs(30) };
            if started.elapsed() > least {
                break;
            }
            let answer = scene.edit(&json!({"allocated": allocated, "per_customer_limit": 1 + n % 2})).await;
            *answers.entry(answer).or_default() += 1;
            sleep(Duration::from_millis(10)).await;
        }
        scene.over.store(true, Ordering::Relaxed);
        answers
    };
    let (codes, answers) = tokio::join!(scene.buy_all_the_time(), steering);
    assert!(codes["201"] > ENOUGH, "the race was a race: {codes:?}");
    for answer in EDITED {
        assert!(answers.get(answer).is_some_and(|count| *count > 0), "{answer}: {answers:?}");
    }
    scene.close().await;
}

/// Whoever locks the sale first decides: after a pause is answered, no order is placed until it is resumed.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_order_is_placed_in_a_pause() {
    let scene = Scene::new(400, 240, SaleSpec { limit: 2, ..SaleSpec::of(1) }).await;
    let steering = async {
        let mut owner = scene.here.sql().await;
        for round in 0..12 {
            sleep(Duration::from_millis(150)).await;
            scene.steer(round, "pause").await;
            let sold =
                "SELECT coalesce(sum(orders) FILTER (WHERE kind = 'sold'), 0)::bigint FROM sale_ledger";
            let before: i64 = sqlx::query_scalar(sold).fetch_one(&mut owner).await.unwrap();
            sleep(Duration::from_millis(100)).await;
            let after: i64 = sqlx::query_scalar(sold).fetch_one(&mut owner).await.unwrap();
            assert_eq!(before, after, "sold while paused");
            scene.steer(round + 1, "resume").await;
        }
        scene.over.store(true, Ordering::Relaxed);
    };
    let (codes, ()) = tokio::join!(scene.buy_all_the_time(), steering);
    assert!(codes["201"] > ENOUGH && codes.contains_key("sale_not_live"), "the race was a race: {codes:?}");
    scene.close().await;
}

/// Cancelled in the middle of it: what is paid stays, everything else is in the stock afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sale_is_cancelled_in_the_middle_of_a_crowd() {
    let scene = Scene::new(300, 400, SaleSpec { limit: 2, ..SaleSpec::of(1) }).await;
    let steering = async {
        sleep(Duration::from_millis(1_500)).await;
        // From everywhere at once, as well as edits: one of them is first.
        let edits = join_all((0..4).map(async |n| scene.edit(&json!({"allocated": 290 + n})).await));
        let cancels = join_all((0..4).map(async |n| scene.steer(n, "cancel").await));
        tokio::join!(edits, cancels);
        sleep(Duration::from_millis(500)).await;
        scene.over.store(true, Ordering::Relaxed);
    };
    let (codes, ()) = tokio::join!(scene.buy_all_the_time(), steering);
    assert!(codes["201"] > ENOUGH && codes.contains_key("sale_not_live"), "the race was a race: {codes:?}");

    let mut owner = scene.here.sql().await;
    let waited = Instant::now();
    while !sqlx::query_scalar::<_, bool>("SELECT settled FROM sales").fetch_one(&mut owner).await.unwrap() {
        assert!(waited.elapsed() < Duration::from_secs(10), "the sweep settles it");
        sleep(Duration::from_millis(50)).await;
    }
    let (unpaid, paid): (i64, i64) = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE status IN ('pending_payment', 'authorized')),
            coalesce(sum(units_held) FILTER (WHERE status = 'paid'), 0)::bigint FROM orders",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    let stock: i64 = sqlx::query_scalar("SELECT stock FROM products").fetch_one(&mut owner).await.unwrap();
    assert_eq!((unpaid, stock), (0, 600 - paid));
    let cancels: i64 = sqlx::query_scalar("SELECT count(*) FROM sale_ledger WHERE kind = 'cancelled'")
        .fetch_one(&mut owner)
        .await
        .unwrap();
    assert_eq!(cancels, 1, "four cancellations are one");
    scene.close().await;
}
