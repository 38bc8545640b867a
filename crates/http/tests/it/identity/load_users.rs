use std::collections::BTreeSet;

use doorbuster_testkit::Shop;

use super::me;

#[tokio::test]
async fn many_customers_can_use_their_tokens_and_the_shared_password() {
    let shop = Shop::start().await;
    let first = shop.engine.identity.load_users(10_003).await.unwrap();
    let second = shop.engine.identity.load_users(2).await.unwrap();
    assert_ne!(first.password, second.password);
    let all = first.users.iter().chain(&second.users);
    let emails: BTreeSet<&str> = all.clone().map(|user| user.email.as_str()).collect();
    let ids: BTreeSet<_> = all.map(|user| user.id).collect();
    assert_eq!((emails.len(), ids.len()), (10_005, 10_005));

    let last = first.users.last().unwrap();
    let answer = me(&shop, &last.token).await.assert_status(200);
    assert_eq!(
        (answer.text("/id"), answer.text("/email")),
        (last.id.to_string().as_str(), last.email.as_str())
    );
    assert_eq!(answer.text("/role"), "customer");
    shop.log_in(&last.email, &first.password).await.assert_status(200);
    shop.log_in(&last.email, &second.password).await.assert_problem(401, "invalid_credentials");
}

#[tokio::test]
async fn none_is_none() {
    let shop = Shop::start().await;
    assert!(shop.engine.identity.load_users(0).await.unwrap().users.is_empty());
}
