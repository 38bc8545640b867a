use doorbuster_domain::identity::Role;
use doorbuster_engine::invoices::number_due;
use doorbuster_testkit::Shop;
use serde_json::{Value, json};

use super::{paid_cart, taxed, text};

#[tokio::test]
async fn staff_list_invoices_page_by_page() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.live_sale(3).await;
    let staff = shop.person(Role::Staff).await;
    for customer in shop.customers(3).await {
        shop.paid(&customer, sale, 1).await;
        number_due(&shop.engine).await.unwrap();
    }
    let list = async |query: &str| {
        let request = shop.get(&format!("/api/v1/invoices{query}")).bearer(&staff.token);
        request.send().await
    };
    let numbers = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["number"].as_str().unwrap().rsplit('-').next().unwrap().to_owned()).collect()
    };
    let first = list("?limit=2").await.assert_status(200);
    assert_eq!(numbers(&first.json), ["000003", "000002"]);
    let second = list(&format!("?limit=2&cursor={}", first.text("/next_cursor"))).await.assert_status(200);
    assert_eq!(
        (numbers(&second.json), &second.json["next_cursor"]),
        (vec!["000001".to_owned()], &json!(null))
    );
    let one = list(&format!("?number={}", first.text("/items/1/number"))).await.assert_status(200);
    assert_eq!(numbers(&one.json), ["000002"]);
    let moment = first.text("/items/1/issued_at").replace('+', "%2B");
    assert_eq!(numbers(&list(&format!("?from={moment}")).await.json), ["000003", "000002"]);
    assert_eq!(numbers(&list(&format!("?to={moment}")).await.json), ["000001"]);
    assert_eq!(numbers(&list("?kind=credit_note").await.json), [""; 0]);
    let refused = list("?number=x").await.assert_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/pointer"), "#number");
    list("?kind=bill").await.assert_problem(422, "validation");
    list("?limit=0").await.assert_problem(422, "validation");
}

#[tokio::test]
async fn the_accountant_gets_a_file() {
    let shop = Shop::builder().without_tasks().start().await;
    let staff = shop.person(Role::Staff).await;
    let products = [taxed(&shop, "Kettle", 2_000).await, taxed(&shop, "Honey", 550).await];
    paid_cart(&shop, &products, None).await;
    number_due(&shop.engine).await.unwrap();
    let ask = async |query: &str| {
        shop.get(&format!("/api/v1/invoices.csv{query}")).bearer(&staff.token).send().await
    };
    let file = ask("?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z").await.assert_status(200);
    assert!(file.field("content-type").starts_with("text/csv"));
    let lines: Vec<String> = text(&file).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("kind,number,issued_on"));
    assert!(lines[1].contains("Ada Lovelace,20.00,168.70,33.74,202.44,EUR"), "{lines:?}");
    assert!(lines[2].contains("Ada Lovelace,5.50,191.89,10.55,202.44,EUR"), "{lines:?}");
    let none = ask("?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z").await.assert_status(200);
    assert_eq!(text(&none).lines().count(), 1);
    ask("").await.assert_problem(422, "validation");
}
