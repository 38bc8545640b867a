use doorbuster_domain::identity::Role;
use doorbuster_testkit::Shop;

use super::{ME, execute, me};

#[tokio::test]
async fn everybody_sees_their_own_account() {
    let shop = Shop::start().await;
    for role in Role::ALL {
        let person = shop.person(role).await;
        let answer = me(&shop, &person.token).await.assert_status(200);
        assert_eq!(answer.text("/id"), person.id.to_string());
        assert_eq!(answer.text("/email"), person.email);
        assert_eq!(answer.text("/role"), role.as_str());
        let mut fields: Vec<&str> = answer.json.as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            ["created_at", "email", "email_verified", "id", "name", "role"],
            "and nothing else"
        );
    }
}

#[tokio::test]
async fn nobody_else_sees_anything() {
    let shop = Shop::start().await;
    let person = shop.customer().await;
    let answer = shop.get(ME).send().await.assert_problem(401, "unauthenticated");
    assert_eq!(answer.field("www-authenticate"), "Bearer");
    for value in ["Bearer", "Bearer ", "Bearer x.y.z", "Basic YWRhOmFkYQ==", &person.token] {
        let answer = shop.get(ME).header("authorization", value).send().await;
        answer.assert_problem(401, "unauthenticated");
    }
    let cut = &person.token[..person.token.len() - 1];
    me(&shop, cut).await.assert_problem(401, "unauthenticated");
    let in_query = shop.get(&format!("{ME}?access_token={}", person.token)).send().await;
    in_query.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_deleted_account_is_gone_before_its_token() {
    let shop = Shop::builder().without_tasks().start().await;
    let person = shop.customer().await;
    execute(&shop, "DELETE FROM users").await;
    me(&shop, &person.token).await.assert_problem(401, "unauthenticated");
}
