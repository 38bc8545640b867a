use std::time::Duration;

use doorbuster_gateways::webhooks::Allowed;
use doorbuster_testkit::Shop;
use serde_json::json;
use tokio::time::sleep;

use super::{Scene, stands};

const NOT_PUBLIC: &str = "leads to an address that is not public, and this shop sends to public ones only";

#[tokio::test]
async fn an_address_that_is_not_public_is_refused_at_once() {
    let scene = Scene::in_shop(Shop::builder().webhooks(Allowed::Public).start().await).await;
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[fe80::1]",
        "[fd00:ec2::254]",
    ] {
        let refused = scene.create(&format!("https://{host}/"), &["order.paid"]).await;
        let refused = refused.assert_problem(422, "validation");
        assert_eq!(
            (refused.text("/errors/0/pointer"), refused.text("/errors/0/detail")),
            ("/url", NOT_PUBLIC),
            "{host}"
        );
    }
    let plain = scene.create(&scene.receiver.url(), &["order.paid"]).await.assert_problem(422, "validation");
    assert_eq!(plain.text("/errors/0/detail"), "starts with https://");
}

/// What was let in when everything was allowed, and what only a look at the name tells: nobody is connected to.
#[tokio::test]
async fn an_address_that_is_not_public_is_not_connected_to() {
    let open = Scene::in_shop(Shop::builder().without_tasks().start().await).await;
    let port = open.receiver.port();
    let mut webhooks = Vec::new();
    for host in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "localhost"] {
        let made = open.create(&format!("https://{host}:{port}/"), &["order.paid"]).await.assert_status(201);
        webhooks.push((host, made.text("/webhook/id").to_owned()));
        open.ping(&webhooks.last().unwrap().1).await.assert_status(202);
    }
    // Without encryption to this machine: allowed by the one, not by the other.
    webhooks.push(("http", open.endpoint(&["order.paid"]).await));
    open.ping(&webhooks.last().unwrap().1).await.assert_status(202);

    let strict = Shop::builder().webhooks(Allowed::Public).beside(&open.shop).await;
    for (host, webhook) in &webhooks {
        let given_up = open.newest(webhook, stands("given_up")).await;
        let why = if *host == "http" { "starts with https://" } else { NOT_PUBLIC };
        assert_eq!(given_up["attempts"][0]["error"], why, "{host}");
        assert!(given_up["attempts"][0]["status_code"].is_null(), "{host}");
    }
    sleep(Duration::from_millis(100)).await;
    assert_eq!(open.receiver.received().len(), 0);
    let strict = Scene { shop: strict, ..open };
    let (_, webhook) = &webhooks[0];
    strict.change(webhook, &json!({"enabled": false})).await.assert_status(200);
    strict.change(webhook, &json!({"enabled": true})).await.assert_problem(422, "validation");
    strict.shop.audit().await;
}

#[tokio::test]
async fn networks_that_are_allowed_are_sent_to() {
    let allowed: Allowed = "127.0.0.0/8".parse().unwrap();
    let scene = Scene::in_shop(Shop::builder().webhooks(allowed).start().await).await;
    let webhook = scene.endpoint(&["order.paid"]).await;
    scene.ping(&webhook).await.assert_status(202);
    scene.newest(&webhook, stands("delivered")).await;
    // By name, too.
    let by_name = format!("http://localhost:{}/", scene.receiver.port());
    let made = scene.create(&by_name, &["order.paid"]).await.assert_status(201);
    scene.ping(made.text("/webhook/id")).await.assert_status(202);
    scene.newest(made.text("/webhook/id"), stands("delivered")).await;
    scene.create("https://10.0.0.1/", &["order.paid"]).await.assert_problem(422, "validation");
}

/// Somebody who does not speak TLS, or nobody at all: said in words, without the address, which may hold a secret.
#[tokio::test]
async fn what_went_wrong_is_said_in_words() {
    let scene = Scene::set().await;
    let port = scene.receiver.port();
    let made =
        scene.create(&format!("https://127.0.0.1:{port}/token"), &["order.paid"]).await.assert_status(201);
    scene.ping(made.text("/webhook/id")).await.assert_status(202);
    let given_up = scene.newest(made.text("/webhook/id"), stands("given_up")).await;
    let error = given_up["attempts"][0]["error"].as_str().unwrap();
    assert!(error.starts_with("cannot connect: ") && !error.contains("token"), "{error}");

    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let made = scene.create(&format!("http://{free}/token"), &["order.paid"]).await.assert_status(201);
    scene.ping(made.text("/webhook/id")).await.assert_status(202);
    let given_up = scene.newest(made.text("/webhook/id"), stands("given_up")).await;
    let error = given_up["attempts"][0]["error"].as_str().unwrap();
    assert!(error.contains("Connection refused") && !error.contains("token"), "{error}");
}
