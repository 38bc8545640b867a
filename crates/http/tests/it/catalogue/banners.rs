use chrono::TimeDelta;
use doorbuster_engine::ambient::now;
use serde_json::{Value, json};

use super::{Backoffice, pointers, with};

fn banner(title: &str, position: i32) -> Value {
    json!({"title": title, "link": "/sales", "position": position, "starts_at": (now() - TimeDelta::minutes(1)).to_rfc3339()})
}

async fn shown(office: &Backoffice) -> Vec<String> {
    super::walk(office, "banners?limit=1", "title").await
}

#[tokio::test]
async fn everybody_sees_the_banners_of_now() {
    let office = Backoffice::open().await;
    let later = (now() + TimeDelta::hours(1)).to_rfc3339();
    office.made("banners", &banner("third", 20)).await;
    office.made("banners", &banner("first", 0)).await;
    office
        .made("banners", &with(banner("second", 10), &json!({"ends_at": later, "image_url": "/a.svg"})))
        .await;
    office.made("banners", &with(banner("next", 5), &json!({"starts_at": later}))).await;
    let over = json!({"starts_at": "2020-01-01T00:00:00Z", "ends_at": "2021-01-01T00:00:00Z"});
    office.made("banners", &with(banner("over", 6), &over)).await;
    assert_eq!(shown(&office).await, ["first", "second", "third"]);

    office.look("banners?all=true").await.assert_problem(403, "forbidden");
    let all = office.look_inside("banners?all=true").await.assert_status(200);
    let states: Vec<_> = all.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| (b["title"].clone(), b["shown"].clone()))
        .collect();
    let expected = [("first", true), ("next", false), ("over", false), ("second", true), ("third", true)];
    assert_eq!(states, expected.map(|(title, shown)| (json!(title), json!(shown))));

    let first = format!("banners/{}", all.text("/items/0/id"));
    office.edit(&first, "\"1\"", &json!({"archived": true})).await.assert_status(200);
    assert_eq!(shown(&office).await, ["second", "third"]);
    let back = json!({"archived": false, "position": 30, "title": "last"});
    office.edit(&first, "\"2\"", &back).await.assert_status(200);
    assert_eq!(shown(&office).await, ["second", "third", "last"]);
    // The next one is pulled forward, and one that had an end has none.
    let next = format!("banners/{}", all.text("/items/1/id"));
    office.edit(&next, "\"1\"", &json!({"starts_at": "2020-01-01T00:00:00Z"})).await.assert_status(200);
    let over = format!("banners/{}", all.text("/items/2/id"));
    office.edit(&over, "\"1\"", &json!({"ends_at": null})).await.assert_status(200);
    assert_eq!(shown(&office).await, ["next", "over", "second", "third", "last"]);
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let office = Backoffice::open().await;
    let bad = json!({
        "title": "", "text": "\u{0}", "link": "javascript:alert(1)", "image_url": "//evil.test/a.svg",
        "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-01-01T00:00:00Z", "position": -1,
    });
    let answer = office.make("banners", &bad).await.assert_problem(422, "validation");
    assert_eq!(pointers(&answer), ["/title", "/text", "/link", "/image_url", "/ends_at", "/position"]);
    let made = office.make("banners", &banner("fine", 0)).await.assert_status(201);
    let path = format!("banners/{}", made.text("/id"));
    office.look(&path).await.assert_problem(401, "unauthenticated");
    assert_eq!(office.look_inside(&path).await.assert_status(200).field("etag"), "\"1\"");
    let bare = office.shop.patch(&format!("/api/v1/{path}")).bearer(&office.staff.token);
    bare.json(&json!({"title": "x"})).send().await.assert_problem(428, "precondition_required");
    office.edit(&path, "\"2\"", &json!({"title": "x"})).await.assert_problem(412, "precondition_failed");
    let answer = office.edit(&path, "*", &json!({"link": null})).await.assert_problem(422, "validation");
    assert_eq!(pointers(&answer), ["/link"]);
    let same = office.edit(&path, "*", &json!({"title": " fine "})).await.assert_status(200);
    assert_eq!(same.field("etag"), "\"1\"");
}
