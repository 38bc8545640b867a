use std::io::Write as _;
use std::process::{Command, Stdio};

use doorbuster_testkit::{Received, Reply};
use serde_json::json;

use super::{Scene, stands};

const DOCS: &str = include_str!("../../../../../docs/webhooks.md");

/// What docs/webhooks.md tells receivers to do, in this language.
fn example(language: &str) -> &'static str {
    let (_, rest) = DOCS.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

/// Whether a receiver that does as docs/webhooks.md says takes the message, in Python and in Node, which have nothing in
/// common with the code that signs.
fn is_taken(secret: &str, message: &Received) -> bool {
    let headers: serde_json::Map<String, serde_json::Value> =
        ["webhook-id", "webhook-timestamp", "webhook-signature"]
            .into_iter()
            .map(|name| (name.to_owned(), json!(message.field(name))))
            .collect();
    let input = json!({"secret": secret, "headers": headers, "body": String::from_utf8(message.body.to_vec()).unwrap()});
    let python = format!(
        "{}\nimport json, sys\ni = json.load(sys.stdin)\nprint(verify(i['secret'], i['headers'], i['body'].encode()))",
        example("python")
    );
    let node = format!(
        "{}\nconst i = JSON.parse((await import('node:fs')).readFileSync(0, 'utf8'))\n\
         console.log(verify(i.secret, i.headers, Buffer.from(i.body)))",
        example("js")
    );
    let python = run(Command::new("python3").args(["-c", &python]), &input.to_string());
    let node = run(Command::new("node").args(["--input-type=module", "-e", &node]), &input.to_string());
    assert_eq!(python.to_lowercase(), node, "Python and Node disagree");
    node == "true"
}

fn run(command: &mut Command, input: &str) -> String {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{command:?} is needed here: {error}"));
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{command:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn a_receiver_knows_the_shop_by_its_signature() {
    let scene = Scene::set().await;
    let made = scene.create(&scene.receiver.url(), &["order.paid"]).await.assert_status(201);
    let secret = made.text("/secret");
    scene.paid().await;
    let message = scene.receiver.wait_for(1).await.remove(0);
    assert!(is_taken(secret, &message));
    let forged = Received { body: message.body.iter().copied().chain(*b" ").collect(), ..message.clone() };
    assert!(!is_taken(secret, &forged), "another body");
    let mut stale = message.clone();
    stale.headers.insert("webhook-timestamp", "1700000000".parse().unwrap());
    assert!(!is_taken(secret, &stale), "another time");
    let other = scene.create(&scene.receiver.url(), &["order.paid"]).await.assert_status(201);
    assert!(!is_taken(other.text("/secret"), &message), "another secret");
}

/// For a day both sign; then only the new one.
#[tokio::test]
async fn a_rotation_loses_nothing() {
    let scene = Scene::set().await;
    let made = scene.create(&scene.receiver.url(), &["order.paid"]).await.assert_status(201);
    let (webhook, old) = (made.text("/webhook/id"), made.text("/secret"));
    let rotate = || scene.post(&format!("/api/v1/webhooks/{webhook}/secret")).send();
    let rotated = rotate().await.assert_status(200);
    let new = rotated.text("/secret");
    assert_ne!(old, new);
    assert!(rotated.json["webhook"]["old_secret_until"].is_string());
    assert_eq!(rotated.field("etag"), "\"2\"");
    scene.ping(webhook).await.assert_status(202);
    let message = scene.receiver.wait_for(1).await.remove(0);
    assert!(is_taken(old, &message) && is_taken(new, &message));

    scene.sql("UPDATE webhook_secrets SET expires_at = now() WHERE expires_at IS NOT NULL").await;
    scene.ping(webhook).await.assert_status(202);
    let message = scene.receiver.wait_for(2).await.remove(1);
    assert!(!is_taken(old, &message) && is_taken(new, &message));
    let seen = scene.get(&format!("/api/v1/webhooks/{webhook}")).send().await;
    assert_eq!(seen.json["old_secret_until"], json!(null));

    // However often: the newest five sign.
    for _ in 0..7 {
        rotate().await.assert_status(200);
    }
    scene.ping(webhook).await.assert_status(202);
    let message = scene.receiver.wait_for(3).await.remove(2);
    assert_eq!(message.field("webhook-signature").split(' ').count(), 5);
    scene.shop.audit().await;
}

/// Once, in the answer that made it; in nothing that comes after.
#[tokio::test]
async fn a_secret_is_never_shown_again() {
    let scene = Scene::set().await;
    scene.receiver.next([Reply::Status(500)]);
    let made = scene.create(&scene.receiver.url(), &["order.paid"]).await.assert_status(201);
    let webhook = made.text("/webhook/id");
    scene.ping(webhook).await.assert_status(202);
    scene.newest(webhook, stands("given_up")).await;
    for path in [
        "/api/v1/webhooks".to_owned(),
        format!("/api/v1/webhooks/{webhook}"),
        format!("/api/v1/webhooks/{webhook}/deliveries"),
    ] {
        let answer = scene.get(&path).send().await.assert_status(200);
        assert!(!answer.json.to_string().contains("whsec_"), "{path}");
        assert!(
            !answer.json.to_string().contains(made.text("/secret").trim_start_matches("whsec_")),
            "{path}"
        );
    }
    let changed = scene.change(webhook, &json!({"description": "x"})).await.assert_status(200);
    assert!(!changed.json.to_string().contains("whsec_"));
}
