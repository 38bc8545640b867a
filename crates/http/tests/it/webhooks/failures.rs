use std::time::{Duration, Instant};

use doorbuster_testkit::{Receiver, Reply, Shop};
use serde_json::json;

use super::{Scene, failed, stands};

#[tokio::test]
async fn it_is_sent_again_until_it_is_taken() {
    let scene = Scene::set().await;
    scene.receiver.next([Reply::Status(500), Reply::Status(404)]);
    let webhook = scene.endpoint(&["order.paid"]).await;
    let started = Instant::now();
    scene.paid().await;
    let seen = scene.newest(&webhook, failed).await;
    assert_eq!((&seen["status"], &seen["attempts"][0]["status_code"]), (&json!("pending"), &json!(500)));
    assert_eq!(seen["attempts"][0]["error"], "it answered 500");
    let seen = scene.get(&format!("/api/v1/webhooks/{webhook}")).send().await;
    assert!(seen.json["failing_since"].is_string());
    // It rests for five seconds by itself; the second rest is cut short.
    scene.receiver.wait_for(2).await;
    assert!(started.elapsed() > Duration::from_millis(4_500), "{:?}", started.elapsed());
    let seen = scene.newest(&webhook, |one| one["attempts"][1]["error"].is_string()).await;
    scene.replay(seen["id"].as_str().unwrap()).await.assert_status(202);
    let delivered = scene.newest(&webhook, stands("delivered")).await;
    assert_eq!(delivered["attempts"].as_array().unwrap().len(), 3);
    assert_eq!(delivered["attempts"][2]["status_code"], 204);
    assert_eq!(delivered["replay"], json!(false), "the same delivery, only sooner");
    let received = scene.receiver.received();
    assert!(received.iter().all(
        |one| one.body == received[0].body && one.field("webhook-id") == received[0].field("webhook-id")
    ));
    let seen = scene.get(&format!("/api/v1/webhooks/{webhook}")).send().await;
    assert_eq!(seen.json["failing_since"], json!(null));
    scene.shop.audit().await;
}

/// For three days; then somebody has to look. An endpoint that took nothing in all that time is switched off.
#[tokio::test]
async fn it_is_given_up_and_the_endpoint_is_switched_off() {
    let scene = Scene::set().await;
    scene.receiver.always(Reply::Status(503));
    let webhook = scene.endpoint(&["order.paid"]).await;
    scene.paid().await;
    for number in 1..=12 {
        let seen = scene.newest(&webhook, |one| one["attempts"][number - 1]["error"].is_string()).await;
        assert_eq!(seen["status"], "pending", "{number}");
        if number == 12 {
            scene.sql("UPDATE webhooks SET failing_since = failing_since - interval '3 days'").await;
        }
        scene.replay(seen["id"].as_str().unwrap()).await.assert_status(202);
    }
    let given_up = scene.newest(&webhook, stands("given_up")).await;
    assert_eq!(given_up["attempts"].as_array().unwrap().len(), 13);
    assert!(given_up["ended_at"].is_string() && given_up["next_attempt_at"].is_null());
    let mail = scene.shop.mail(&scene.admin.email, "A webhook of Test shop was switched off").await;
    assert!(mail.text.contains(&format!("/staff/webhooks/{webhook}")), "{}", mail.text);
    let seen = scene.get(&format!("/api/v1/webhooks/{webhook}")).send().await;
    assert_eq!(seen.json["enabled"], json!(false));
    assert!(seen.json["given_up_at"].is_string());
    scene.replay(given_up["id"].as_str().unwrap()).await.assert_problem(409, "webhook_disabled");
    scene.ping(&webhook).await.assert_problem(409, "webhook_disabled");

    scene.receiver.always(Reply::Status(200));
    let on = scene.change(&webhook, &json!({"enabled": true})).await.assert_status(200);
    assert_eq!((&on.json["given_up_at"], &on.json["failing_since"]), (&json!(null), &json!(null)));
    scene.replay(given_up["id"].as_str().unwrap()).await.assert_status(202);
    let delivered = scene.newest(&webhook, stands("delivered")).await;
    assert_eq!(delivered["event"]["id"], given_up["event"]["id"]);
    assert_eq!(delivered["replay"], json!(true));
    scene.shop.audit().await;
}

/// One that does not answer holds eight connections, and nobody else's messages.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_endpoint_delays_nobody() {
    let scene = Scene::set().await;
    scene.receiver.always(Reply::Never);
    let slow = scene.endpoint(&["order.placed"]).await;
    let quick = Receiver::start().await;
    scene.create(&quick.url(), &["order.placed"]).await.assert_status(201);
    let sale = scene.shop.live_sale(60).await;
    let customers = scene.shop.customers(60).await;
    let started = Instant::now();
    futures::future::join_all(customers.iter().map(|customer| scene.shop.buy(customer, sale, 1))).await;
    quick.wait_for(60).await;
    // Nobody has waited for the ten seconds that the slow one is given.
    assert!(started.elapsed() < Duration::from_secs(9), "{:?}", started.elapsed());
    assert_eq!(scene.receiver.received().len(), 8);
    assert_eq!(scene.receiver.most_at_once(), 8);
    let listed = scene.get(&format!("/api/v1/webhooks/{slow}/deliveries?limit=100")).send().await;
    assert!(listed.json["items"].as_array().unwrap().iter().all(|one| one["status"] == "pending"));
    // After them its own turn goes on, eight at a time.
    let received = scene.receiver.wait_for(16).await;
    assert!(scene.receiver.most_at_once() <= 8, "{}", received.len());
    let errors = scene
        .count("SELECT count(*) FROM webhook_attempts WHERE error = 'no answer within 10 seconds'")
        .await;
    assert!(errors >= 1, "{errors}");
    scene.shop.audit().await;
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let scene = Scene::set().await;
    let elsewhere = Receiver::start().await;
    scene.receiver.always(Reply::Redirect(elsewhere.url()));
    let webhook = scene.endpoint(&["order.paid"]).await;
    scene.ping(&webhook).await.assert_status(202);
    let given_up = scene.newest(&webhook, stands("given_up")).await;
    assert_eq!(given_up["attempts"][0]["status_code"], 307);
    assert_eq!(given_up["attempts"][0]["error"], "it answered with a redirect, which is not followed");
    assert_eq!(elsewhere.received().len(), 0);
    scene.shop.audit().await;
}

/// The process dies after the endpoint was asked and before it wrote down what became of that: the next one sends the same
/// again, and the log says that nobody knows about the first.
#[tokio::test]
async fn what_a_dead_process_sent_is_sent_again_under_the_same_id() {
    let scene = Scene::set().await;
    scene.receiver.next([Reply::Never]);
    let webhook = scene.endpoint(&["order.paid"]).await;
    scene.paid().await;
    scene.receiver.wait_for(1).await;
    scene.shop.engine.stop().await;

    let next = Shop::builder().beside(&scene.shop).await;
    let scene = Scene { shop: next, ..scene };
    // The lease of the dead one would end in half a minute.
    scene.sql("UPDATE webhook_deliveries SET run_at = now()").await;
    let received = scene.receiver.wait_for(2).await;
    assert_eq!(received[0].body, received[1].body);
    assert_eq!(received[0].field("webhook-id"), received[1].field("webhook-id"));
    let delivered = scene.newest(&webhook, stands("delivered")).await;
    assert_eq!(delivered["attempts"][0]["duration_ms"], json!(null), "nobody knows");
    assert_eq!(delivered["attempts"][1]["status_code"], 204);
    scene.shop.audit().await;
}

/// Two processes take turns and never send the same at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn two_processes_send_everything_once() {
    let scene = Scene::set().await;
    let beside = Shop::builder().beside(&scene.shop).await;
    scene.endpoint(&["order.placed"]).await;
    let sale = scene.shop.live_sale(60).await;
    let customers = scene.shop.customers(60).await;
    futures::future::join_all(customers.iter().map(|customer| beside.buy(customer, sale, 1))).await;
    let received = scene.receiver.wait_for(60).await;
    let ids: std::collections::BTreeSet<&str> = received.iter().map(|one| one.field("webhook-id")).collect();
    assert_eq!((ids.len(), received.len()), (60, 60));
    scene.shop.audit().await;
}
