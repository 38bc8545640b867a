//! A mail is written also when the mail server was away, once, and never for what did not happen.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use doorbuster_gateways::mail::{Mail, MailError, MailTransport};
use doorbuster_testkit::Shop;
use futures::future::{BoxFuture, FutureExt};
use serde_json::json;
use tokio::sync::Mutex;
use tokio::time::sleep;
use uuid::Uuid;

use super::{PASSWORD, USERS, execute, register};

/// A mail server that fails the first times.
struct Shaky {
    failures: AtomicU32,
    error: MailError,
    taken: Mutex<Vec<Mail>>,
    tried: Mutex<Vec<Uuid>>,
}

impl Shaky {
    fn failing(failures: u32, error: MailError) -> Arc<Self> {
        let (taken, tried) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
        Arc::new(Self { failures: AtomicU32::new(failures), error, taken, tried })
    }
}

impl MailTransport for Shaky {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), MailError>> {
        async move {
            self.tried.lock().await.push(mail.id);
            let left =
                self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
            if left.is_ok() {
                return Err(self.error.clone());
            }
            self.taken.lock().await.push(mail.clone());
            Ok(())
        }
        .boxed()
    }
}

async fn jobs(shop: &Shop) -> Vec<(i32, Option<String>, bool)> {
    sqlx::query_as("SELECT attempts, last_error, failed_at IS NOT NULL FROM jobs ORDER BY id")
        .fetch_all(&mut shop.sql().await)
        .await
        .unwrap()
}

async fn until<F: Future<Output = bool>>(condition: impl Fn() -> F) {
    for _ in 0..500 {
        if condition().await {
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("it did not come to that in ten seconds");
}

#[tokio::test]
async fn a_mail_server_that_was_away_gets_the_mail_later_under_the_same_id() {
    let server = Shaky::failing(1, MailError::Later("421 come back".into()));
    let shop = Shop::builder().mail(Arc::clone(&server)).start().await;
    register(&shop, "ada@example.com").await;
    until(async || jobs(&shop).await.iter().any(|job| job.1.is_some())).await;
    let [(attempts, error, given_up)] = &jobs(&shop).await[..] else { panic!("one job") };
    assert_eq!((*attempts, *given_up), (1, false));
    assert!(error.as_ref().is_some_and(|error| error.contains("421")), "{error:?}");
    assert_eq!(server.taken.lock().await.len(), 0);
    // Ten seconds are over.
    execute(&shop, "UPDATE jobs SET run_at = clock_timestamp()").await;
    until(async || jobs(&shop).await.is_empty()).await;
    assert_eq!(server.taken.lock().await.len(), 1);
    let tried = server.tried.lock().await;
    assert_eq!((tried.len(), tried[0]), (2, tried[1]));
}

#[tokio::test]
async fn a_mail_that_nobody_takes_is_given_up_and_kept() {
    let server = Shaky::failing(100, MailError::Refused("550 no such person".into()));
    let shop = Shop::builder().mail(Arc::clone(&server)).start().await;
    register(&shop, "ada@example.com").await;
    until(async || jobs(&shop).await.iter().any(|job| job.2)).await;
    sleep(Duration::from_millis(1_500)).await;
    assert_eq!(server.tried.lock().await.len(), 1, "it is not tried again");
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_processes_one_writes_a_mail() {
    let server = Shaky::failing(0, MailError::Later(String::new()));
    let transport = || Arc::clone(&server);
    let shop = Shop::builder().mail(transport()).start().await;
    let beside = Shop::builder().mail(transport()).beside(&shop).await;
    let third = Shop::builder().mail(transport()).beside(&shop).await;
    for n in 0..12 {
        register([&shop, &beside, &third][n % 3], &format!("ada-{n}@example.com")).await;
    }
    until(async || jobs(&shop).await.is_empty()).await;
    let mut to: Vec<_> = server.taken.lock().await.iter().map(|mail| mail.to.to_string()).collect();
    to.sort();
    to.dedup();
    assert_eq!((to.len(), server.tried.lock().await.len()), (12, 12));
}

#[tokio::test]
async fn a_job_whose_process_died_is_done_by_another() {
    let shop = Shop::builder().without_tasks().start().await;
    register(&shop, "ada@example.com").await;
    // Taken, and then never heard of again.
    let taken = "UPDATE jobs SET attempts = 1, run_at = clock_timestamp() + interval '300 milliseconds'";
    execute(&shop, taken).await;
    let server = Shaky::failing(0, MailError::Later(String::new()));
    let beside = Shop::builder().mail(Arc::clone(&server)).beside(&shop).await;
    until(async || server.taken.lock().await.len() == 1).await;
    until(async || jobs(&beside).await.is_empty()).await;
}

#[tokio::test]
async fn who_does_not_get_an_account_gets_no_mail() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    shop.mail("ada@example.com", "Confirm").await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    shop.post(USERS).json(&body).send().await.assert_problem(409, "email_taken");
    sleep(Duration::from_millis(300)).await;
    assert_eq!(shop.mails().await.len(), 1);
    assert!(jobs(&shop).await.is_empty());
}

#[tokio::test]
async fn the_mailbox_of_the_development_shows_it() {
    let shop = Shop::start().await;
    let page = shop.get("/dev/mailbox").send().await.assert_status(200);
    assert!(String::from_utf8_lossy(&page.body).contains("Nobody was written to yet"));
    register(&shop, "ada@example.com").await;
    shop.mail("ada@example.com", "Confirm").await;
    let page = shop.get("/dev/mailbox").send().await.assert_status(200);
    let html = String::from_utf8_lossy(&page.body).into_owned();
    assert!(html.contains("<a href=\"http://shop.test/verify-email#token="), "{html}");
    let json = shop.get("/dev/mailbox.json").send().await.assert_status(200);
    assert_eq!(json.text("/0/to"), "ada@example.com");
}
