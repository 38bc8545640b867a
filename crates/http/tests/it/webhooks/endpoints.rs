use super::Scene;
use doorbuster_domain::identity::Role;
use doorbuster_domain::webhooks::EventType;
use futures::future::join_all;
use serde_json::json;

#[tokio::test]
async fn an_endpoint_is_made_changed_and_archived() {
    let scene = Scene::set().await;
    let body = json!({"url": " https://example.com/hook ", "description": "The warehouse", "events": ["order.paid", "order.placed", "order.paid"]});
    let made = scene.post("/api/v1/webhooks").json(&body).send().await.assert_status(201);
    assert_eq!(made.text("/webhook/url"), "https://example.com/hook");
    assert_eq!(made.json["webhook"]["events"], json!(["order.placed", "order.paid"]));
    assert!(made.text("/secret").starts_with("whsec_"));
    let path = made.field("location").to_owned();
    let read = scene.get(&path).send().await.assert_status(200);
    assert_eq!(read.json, made.json["webhook"]);
    assert_eq!(read.field("etag"), "\"1\"");

    let patch = |tag: &str, change| {
        scene.shop.patch(&path).bearer(&scene.admin.token).header("if-match", tag).json(&change).send()
    };
    scene
        .shop
        .patch(&path)
        .bearer(&scene.admin.token)
        .json(&json!({}))
        .send()
        .await
        .assert_problem(428, "precondition_required");
    let changed =
        patch("\"1\"", json!({"events": ["order.shipped"], "description": ""})).await.assert_status(200);
    assert_eq!((changed.field("etag"), &changed.json["events"]), ("\"2\"", &json!(["order.shipped"])));
    patch("\"1\"", json!({"enabled": false})).await.assert_problem(412, "precondition_failed");
    let same = patch("\"2\"", json!({"events": ["order.shipped"]})).await.assert_status(200);
    assert_eq!(same.field("etag"), "\"2\"", "nothing changed");

    let archived = patch("\"2\"", json!({"archived": true})).await.assert_status(200);
    assert_eq!((&archived.json["archived"], &archived.json["enabled"]), (&json!(true), &json!(false)));
    let refused = patch("\"3\"", json!({"enabled": true})).await.assert_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/pointer"), "/enabled");
    let back = patch("\"3\"", json!({"archived": false, "enabled": true})).await.assert_status(200);
    assert_eq!(back.json["enabled"], json!(true));
    let listed = scene.get("/api/v1/webhooks").send().await.assert_status(200);
    assert_eq!(listed.json["items"], json!([back.json]));
    scene.shop.audit().await;
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let scene = Scene::set().await;
    let refused = async |body: serde_json::Value| {
        let answer =
            scene.post("/api/v1/webhooks").json(&body).send().await.assert_problem(422, "validation");
        answer.text("/errors/0/pointer").to_owned()
    };
    let good = json!({"url": "https://example.com/", "events": ["order.paid"]});
    for (field, value, pointer) in [
        ("url", json!(""), "/url"),
        ("url", json!("example.com"), "/url"),
        ("url", json!("http://example.com/"), "/url"),
        ("url", json!("https://ada:secret@example.com/"), "/url"),
        ("url", json!("https://example.com/#a"), "/url"),
        ("url", json!("ftp://example.com/"), "/url"),
        ("url", json!(format!("https://example.com/{}", "a".repeat(2_000))), "/url"),
        ("events", json!([]), "/events"),
        ("events", json!(["order.eaten"]), "/events/0"),
        ("events", json!(["ping"]), "/events/0"),
        ("description", json!("a".repeat(201)), "/description"),
        ("description", json!("a\nb"), "/description"),
        ("secret", json!("mine"), "/secret"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        assert_eq!(refused(body.clone()).await, pointer, "{body}");
    }
    let unknown = "/api/v1/webhooks/019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e";
    scene.get(unknown).send().await.assert_problem(404, "not_found");
    scene.get(&format!("{unknown}/deliveries")).send().await.assert_problem(404, "not_found");
    scene.post(&format!("{unknown}/test")).send().await.assert_problem(404, "not_found");
    scene.post(&format!("{unknown}/secret")).send().await.assert_problem(404, "not_found");
    let replay = "/api/v1/webhooks/deliveries/019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e/replay";
    scene.post(replay).send().await.assert_problem(404, "not_found");
    assert_eq!(scene.count("SELECT count(*) FROM webhooks").await, 0);
}

/// However many are made at once.
#[tokio::test(flavor = "multi_thread")]
async fn there_are_twenty_at_most() {
    let scene = Scene::set().await;
    let answers = join_all((0..25).map(|_| scene.create("https://example.com/", &["order.paid"]))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 20);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "webhook_limit").count(), 5);
    let made = answers.iter().find(|answer| answer.status == 201).unwrap();
    scene.change(made.text("/webhook/id"), &json!({"archived": true})).await.assert_status(200);
    scene.create("https://example.com/", &["order.paid"]).await.assert_status(201);
    let back = scene.change(made.text("/webhook/id"), &json!({"archived": false})).await;
    back.assert_problem(409, "webhook_limit");
}

/// Every order leaves the shop here, so it is for who answers for the shop's systems.
#[tokio::test]
async fn it_is_for_admins() {
    let scene = Scene::set().await;
    let webhook = scene.endpoint(&["order.paid"]).await;
    for role in [Role::Customer, Role::Staff] {
        let person = scene.shop.person(role).await;
        for path in ["/api/v1/webhooks".to_owned(), format!("/api/v1/webhooks/{webhook}/deliveries")] {
            scene.shop.get(&path).bearer(&person.token).send().await.assert_problem(403, "forbidden");
        }
        let rotate = scene.shop.post(&format!("/api/v1/webhooks/{webhook}/secret")).bearer(&person.token);
        rotate.send().await.assert_problem(403, "forbidden");
    }
}

/// The database, the document and the domain know the same types.
#[tokio::test]
async fn every_type_can_be_chosen() {
    let scene = Scene::set().await;
    let all: Vec<&str> = EventType::ALL.iter().map(|known| known.as_str()).collect();
    let made = scene.create("https://example.com/", &all).await.assert_status(201);
    assert_eq!(made.json["webhook"]["events"], json!(all));
}
