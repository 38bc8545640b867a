//! Whoever follows the link in a mail reads that mail.

use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Answer, Shop};
use futures::future::join_all;
use serde_json::json;

use super::{ME, PASSWORD, execute, mailed_token, me, register};

const REQUEST: &str = "/api/v1/users/email-verification";
const CONFIRM: &str = "/api/v1/users/email-verification/confirm";
const EMAIL: &str = "/api/v1/users/me/email";

async fn confirm(shop: &Shop, token: &str) -> Answer {
    shop.post(CONFIRM).json(&json!({"token": token})).send().await
}

async fn change(shop: &Shop, token: &str, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    shop.request(axum::http::Method::PUT, EMAIL).bearer(token).json(&body).send().await
}

#[tokio::test]
async fn a_new_account_is_asked_to_confirm_its_address() {
    let shop = Shop::start().await;
    let ada = register(&shop, "ada@example.com").await;
    assert_eq!(ada.json["user"]["email_verified"], false);
    let token = mailed_token(&shop, "ada@example.com", "Confirm").await;
    let confirmed = confirm(&shop, &token).await.assert_status(200);
    assert_eq!(
        (confirmed.text("/email"), &confirmed.json["email_verified"]),
        ("ada@example.com", &json!(true))
    );
    assert_eq!(me(&shop, ada.text("/access_token")).await.json["email_verified"], true);
    confirm(&shop, &token).await.assert_problem(410, "link_expired");
    // Asking again sends nothing: it is confirmed.
    shop.post(REQUEST).bearer(ada.text("/access_token")).send().await.assert_status(202);
    assert_eq!(shop.mails().await.len(), 1);
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_however_many_follow_it() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    let token = mailed_token(&shop, "ada@example.com", "Confirm").await;
    let answers = join_all((0..20).map(|_| confirm(&shop, &token))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "link_expired").count(), 19);
}

#[tokio::test]
async fn other_texts_and_old_links_confirm_nothing() {
    let shop = Shop::start().await;
    let ada = register(&shop, "ada@example.com").await;
    let token = mailed_token(&shop, "ada@example.com", "Confirm").await;
    for text in ["", "x", &token[1..], &format!("{token}x")] {
        confirm(&shop, text).await.assert_problem(410, "link_expired");
    }
    execute(&shop, "UPDATE mailed_tokens SET expires_at = clock_timestamp()").await;
    confirm(&shop, &token).await.assert_problem(410, "link_expired");
    // A new one is sent when it is asked for.
    shop.post(REQUEST).bearer(ada.text("/access_token")).send().await.assert_status(202);
    let mut newer = token.clone();
    while newer == token {
        newer = mailed_token(&shop, "ada@example.com", "Confirm").await;
    }
    confirm(&shop, &newer).await.assert_status(200);
}

#[tokio::test]
async fn an_account_gets_the_address_that_its_owner_reads() {
    let shop = Shop::start().await;
    let ada = register(&shop, "ada@example.com").await;
    let token = ada.text("/access_token");
    let old = mailed_token(&shop, "ada@example.com", "Confirm").await;
    change(&shop, token, "ADA@example.org", PASSWORD).await.assert_status(202);
    assert_eq!(me(&shop, token).await.text("/email"), "ada@example.com", "not before the link is followed");
    let new = mailed_token(&shop, "ada@example.org", "Confirm").await;
    let confirmed = confirm(&shop, &new).await.assert_status(200);
    assert_eq!(
        (confirmed.text("/email"), &confirmed.json["email_verified"]),
        ("ada@example.org", &json!(true))
    );
    let told = shop.mail("ada@example.com", "Your address").await;
    assert!(!told.text.contains("token"), "{}", told.text);
    // What went to the old address gives it back to nobody.
    confirm(&shop, &old).await.assert_problem(410, "link_expired");
    shop.log_in("ada@example.org", PASSWORD).await.assert_status(200);
    shop.log_in("ada@example.com", PASSWORD).await.assert_problem(401, "invalid_credentials");
    shop.audit().await;
}

#[tokio::test]
async fn an_open_device_is_not_enough() {
    let shop = Shop::start().await;
    let ada = register(&shop, "ada@example.com").await;
    let eve = register(&shop, "eve@example.com").await;
    let token = ada.text("/access_token");
    let wrong = change(&shop, token, "eve@example.org", "not her password").await;
    let wrong = wrong.assert_problem(422, "wrong_password");
    assert_eq!(wrong.text("/errors/0/pointer"), "/password");
    change(&shop, token, "not an address", PASSWORD).await.assert_problem(422, "validation");
    change(&shop, token, "eve@example.com", PASSWORD).await.assert_problem(409, "email_taken");
    // Taken between the mail and the click.
    change(&shop, token, "both@example.com", PASSWORD).await.assert_status(202);
    change(&shop, eve.text("/access_token"), "both@example.com", PASSWORD).await.assert_status(202);
    let mut links = Vec::new();
    while links.len() < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        let mails = shop.mails().await;
        let mails = mails.iter().filter(|mail| mail.to == "both@example.com");
        links = mails.map(|mail| super::token_of(&mail.text)).collect();
    }
    confirm(&shop, &links[0]).await.assert_status(200);
    confirm(&shop, &links[1]).await.assert_problem(409, "email_taken");
}

#[tokio::test]
async fn a_disabled_account_gets_no_mail_and_confirms_nothing() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    let token = mailed_token(&shop, "ada@example.com", "Confirm").await;
    execute(&shop, "UPDATE users SET disabled_at = clock_timestamp()").await;
    confirm(&shop, &token).await.assert_problem(410, "link_expired");
    // Staff made by an operator are asked nothing.
    let staff = shop.person(Role::Staff).await;
    assert_eq!(shop.get(ME).bearer(&staff.token).send().await.json["email_verified"], false);
    assert_eq!(shop.mails().await.len(), 1);
}
