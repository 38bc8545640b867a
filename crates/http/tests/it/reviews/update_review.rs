use serde_json::json;

use super::{Reviewed, review};

#[tokio::test]
async fn a_changed_review_waits_for_the_staff_again() {
    let shop = Reviewed::open().await;
    let (author, made) = shop.published(5, "good").await;
    let id = made.text("/id");
    let same = shop.edit(&author, id, "\"2\"", &json!({"stars": 5, "text": " good "})).await;
    assert_eq!((same.assert_status(200).text("/status"), shop.shown().await.len()), ("published", 1));

    let changed =
        shop.edit(&author, id, "\"2\"", &json!({"stars": 2, "text": "broke"})).await.assert_status(200);
    assert_eq!((changed.text("/status"), changed.field("etag")), ("pending", "\"3\""));
    assert_eq!((changed.text("/title"), &changed.json["moderated_at"]), ("In short", &json!(null)));
    assert_eq!(shop.shown().await, Vec::<String>::new());
    assert_eq!(shop.rating().await["count"], 0);
    shop.reject(id, "\"3\"", "Say more").await.assert_status(200);
    let mended = shop.edit(&author, id, "*", &json!({"text": "broke after a day"})).await.assert_status(200);
    assert_eq!((mended.text("/status"), &mended.json["reason"]), ("pending", &json!(null)));

    shop.edit(&author, id, "\"1\"", &json!({"stars": 1})).await.assert_problem(412, "precondition_failed");
    let bare = shop.shop.patch(&format!("/api/v1/reviews/{id}")).bearer(&author.token);
    bare.json(&json!({"stars": 1})).send().await.assert_problem(428, "precondition_required");
    for bad in [
        json!({"stars": 6}),
        json!({"stars": null}),
        json!({"text": "\u{0}"}),
        json!({"status": "published"}),
    ] {
        shop.edit(&author, id, "*", &bad).await.assert_problem(422, "validation");
    }
    let stranger = shop.shop.customer().await;
    shop.edit(&stranger, id, "*", &json!({"stars": 1})).await.assert_problem(404, "not_found");
    let staff = shop.staff.clone();
    shop.edit(&staff, id, "*", &json!({"stars": 1})).await.assert_problem(404, "not_found");
}

#[tokio::test]
async fn a_withdrawn_review_is_gone_and_may_be_written_anew() {
    let shop = Reviewed::open().await;
    let (author, made) = shop.published(1, "too harsh").await;
    let path = format!("/api/v1/reviews/{}", made.text("/id"));
    let stranger = shop.shop.customer().await;
    for other in [&stranger, &shop.staff] {
        shop.shop.delete(&path).bearer(&other.token).send().await.assert_problem(404, "not_found");
    }
    shop.shop.delete(&path).bearer(&author.token).send().await.assert_status(204);
    shop.shop.delete(&path).bearer(&author.token).send().await.assert_problem(404, "not_found");
    assert_eq!(shop.shown().await, Vec::<String>::new());
    let order = made.text("/order_id").parse().unwrap();
    let anew = shop.writing(&author, &review(order, 3, "fair")).send().await.assert_status(201);
    assert_ne!(anew.text("/id"), made.text("/id"));
}
