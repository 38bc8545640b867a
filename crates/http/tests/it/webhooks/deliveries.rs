use doorbuster_testkit::Reply;
use serde_json::json;

use super::{Scene, failed, stands};

#[tokio::test]
async fn a_test_goes_to_one_endpoint_once() {
    let scene = Scene::set().await;
    let webhook = scene.endpoint(&["order.paid"]).await;
    let other = scene.endpoint(&["order.paid"]).await;
    let sent = scene.ping(&webhook).await.assert_status(202);
    assert_eq!((sent.text("/event/type"), sent.text("/status")), ("ping", "pending"));
    let delivered = scene.newest(&webhook, stands("delivered")).await;
    assert_eq!(delivered["id"], sent.json["id"]);
    let received = scene.receiver.wait_for(1).await.remove(0);
    assert_eq!((received.text("/type"), received.text("/data/webhook_id")), ("ping", webhook.as_str()));
    assert_eq!(scene.deliveries(&other).await.len(), 0);

    scene.receiver.always(Reply::Status(500));
    scene.ping(&webhook).await.assert_status(202);
    let given_up = scene.newest(&webhook, stands("given_up")).await;
    assert_eq!(given_up["attempts"].as_array().unwrap().len(), 1, "a test is not tried again");
    let seen = scene.get(&format!("/api/v1/webhooks/{webhook}")).send().await;
    assert_eq!(seen.json["failing_since"], json!(null), "and says nothing about events");
    scene.shop.audit().await;
}

#[tokio::test]
async fn what_was_delivered_is_sent_again_when_somebody_asks() {
    let scene = Scene::set().await;
    let webhook = scene.endpoint(&["order.paid"]).await;
    scene.paid().await;
    let first = scene.newest(&webhook, stands("delivered")).await;
    let again = scene.replay(first["id"].as_str().unwrap()).await.assert_status(202);
    assert_ne!(again.json["id"], first["id"]);
    assert_eq!(again.json["event"], first["event"]);
    let second = scene.newest(&webhook, |one| one["replay"] == true && one["status"] == "delivered").await;
    assert_eq!(second["id"], again.json["id"]);
    let received = scene.receiver.wait_for(2).await;
    assert_eq!(received[0].body, received[1].body);
    assert_eq!(received[0].field("webhook-id"), received[1].field("webhook-id"));
    let kept = scene.deliveries(&webhook).await;
    assert_eq!(kept[1], first, "what was delivered stays delivered");
    scene.shop.audit().await;
}

#[tokio::test]
async fn a_replay_of_what_is_on_its_way_doubles_nothing() {
    let scene = Scene::set().await;
    scene.receiver.always(Reply::Status(500));
    let webhook = scene.endpoint(&["order.paid"]).await;
    scene.paid().await;
    let seen = scene.newest(&webhook, failed).await;
    let id = seen["id"].as_str().unwrap();
    let hurried = futures::future::join_all((0..5).map(|_| scene.replay(id))).await;
    assert!(hurried.iter().all(|answer| answer.status == 202 && answer.text("/id") == id));
    scene.newest(&webhook, |one| one["attempts"][1]["error"].is_string()).await;
    assert_eq!(scene.deliveries(&webhook).await.len(), 1);
    scene.shop.audit().await;
}

#[tokio::test]
async fn the_log_is_paged_and_filtered() {
    let scene = Scene::set().await;
    scene.receiver.next([Reply::Status(400)]);
    let webhook = scene.endpoint(&["order.paid"]).await;
    scene.ping(&webhook).await.assert_status(202);
    scene.newest(&webhook, stands("given_up")).await;
    for _ in 0..4 {
        let sent = scene.ping(&webhook).await.assert_status(202);
        scene.newest(&webhook, |one| one["id"] == sent.json["id"] && one["status"] == "delivered").await;
    }
    let all = scene.deliveries(&webhook).await;
    assert_eq!(all.len(), 5);
    let path = format!("/api/v1/webhooks/{webhook}/deliveries");
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = scene.get(&format!("{path}?limit=2{cursor}")).send().await.assert_status(200);
        seen.extend(page.json["items"].as_array().unwrap().clone());
        match page.json["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, all);
    let given_up = scene.get(&format!("{path}?status=given_up")).send().await.assert_status(200);
    assert_eq!(given_up.json["items"], json!([all[4]]));
    let pending = scene.get(&format!("{path}?status=pending")).send().await.assert_status(200);
    assert_eq!(pending.json["items"], json!([]));
    scene.get(&format!("{path}?status=lost")).send().await.assert_problem(422, "validation");
    scene.get(&format!("{path}?cursor=lost")).send().await.assert_problem(422, "validation");
}

/// What is archived takes nothing any more, and what ended long ago is forgotten, with its event.
#[tokio::test]
async fn old_deliveries_are_swept() {
    let scene = Scene::set().await;
    let webhook = scene.endpoint(&["order.paid"]).await;
    scene.paid().await;
    scene.newest(&webhook, stands("delivered")).await;
    scene.receiver.always(Reply::Status(500));
    scene.paid().await;
    scene.newest(&webhook, failed).await;
    let sweep = async || {
        let mut work = scene.shop.engine.database.begin_work().await.unwrap();
        let swept =
            doorbuster_persistence::webhooks::sweep(&mut work, chrono::TimeDelta::days(30)).await.unwrap();
        work.commit().await.unwrap();
        (swept.given_up, swept.forgotten)
    };
    assert_eq!(sweep().await, (0, 0));
    scene.change(&webhook, &json!({"archived": true})).await.assert_status(200);
    assert_eq!(sweep().await, (1, 0));
    assert_eq!(scene.newest(&webhook, stands("given_up")).await["note"], "the endpoint was archived");
    scene.shop.audit().await;
    scene
        .sql("UPDATE webhook_deliveries SET ended_at = now() - interval '31 days' WHERE status = 'delivered'")
        .await;
    scene.sql("UPDATE webhook_events SET created_at = now() - interval '32 days'").await;
    assert_eq!(sweep().await, (0, 1));
    assert_eq!(scene.count("SELECT count(*) FROM webhook_events").await, 1);
    assert_eq!(scene.count("SELECT count(*) FROM webhook_deliveries").await, 1);
}
