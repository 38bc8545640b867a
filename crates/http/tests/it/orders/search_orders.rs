use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Answer, Person, Shop};
use serde_json::{Value, json};

async fn search(shop: &Shop, staff: &Person, query: &str) -> Answer {
    shop.get(&format!("/api/v1/admin/orders?{query}")).bearer(&staff.token).send().await
}

fn ids(answer: &Answer) -> Vec<String> {
    let id = |item: &Value| item["order"]["id"].as_str().unwrap().to_owned();
    answer.json["items"].as_array().unwrap().iter().map(id).collect()
}

#[tokio::test]
async fn an_order_is_found_by_what_a_customer_says_on_the_phone() {
    let shop = Shop::start().await;
    let (sale, other) = (shop.live_sale(3).await, shop.live_sale(1).await);
    let staff = shop.person(Role::Staff).await;
    let [ada, eve] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    let paid = shop.paid(&ada, sale, 1).await;
    let unpaid = shop.buy(&eve, sale, 1).await.assert_status(201).text("/id").to_owned();
    let elsewhere = shop.buy(&ada, other, 1).await.assert_status(201).text("/id").to_owned();

    for order in [&paid, &unpaid] {
        let read = shop.get(&format!("/api/v1/admin/orders/{order}")).bearer(&staff.token).send().await;
        let number = read.text("/order/number").to_owned();
        let provider = read.json.pointer("/provider_payment/provider");
        assert_eq!(provider, (order == &paid).then_some(&json!("test")));
        for typed in [number.clone(), number.to_lowercase().replace('-', "%20"), order.clone()] {
            assert_eq!(ids(&search(&shop, &staff, &format!("q={typed}")).await), [order.as_str()], "{typed}");
        }
    }
    let hers = search(&shop, &staff, &format!("q={}", ada.email.to_uppercase())).await;
    assert_eq!(ids(&hers), [elsewhere.clone(), paid.clone()]);
    assert_eq!(hers.text("/items/0/customer/email"), ada.email);
    assert!(ids(&search(&shop, &staff, "q=nobody@example.com").await).is_empty());
    search(&shop, &staff, "q=what").await.assert_problem(422, "validation");
    search(&shop, &staff, "status=lost").await.assert_problem(422, "validation");

    assert_eq!(ids(&search(&shop, &staff, "status=paid").await), [paid.as_str()]);
    assert_eq!(
        ids(&search(&shop, &staff, "status=pending_payment,paid").await),
        [&elsewhere, &unpaid, &paid].map(Clone::clone)
    );
    assert_eq!(ids(&search(&shop, &staff, &format!("sale_id={other}")).await), [elsewhere.as_str()]);
    assert_eq!(
        ids(&search(&shop, &staff, &format!("sale_id={other}&status=paid")).await),
        Vec::<String>::new()
    );
    assert_eq!(ids(&search(&shop, &staff, "from=2020-01-01T00:00:00Z").await).len(), 3);
    assert!(ids(&search(&shop, &staff, "to=2020-01-01T00:00:00Z").await).is_empty());
    assert!(ids(&search(&shop, &staff, "from=2999-01-01T00:00:00Z&status=paid").await).is_empty());
}

#[tokio::test]
async fn pages_show_every_order_once() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(7).await;
    let staff = shop.person(Role::Staff).await;
    for customer in shop.customers(7).await {
        shop.paid(&customer, sale, 1).await;
    }
    for (path, filter) in [("orders", "status=paid&"), ("orders", ""), ("pack-list", "")] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let query = format!("/api/v1/admin/{path}?{filter}limit=3{cursor}");
            let page = shop.get(&query).bearer(&staff.token).send().await.assert_status(200);
            seen.extend(ids(&page));
            match page.json["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 7, "{path}?{filter}");
        let sorted = if path == "orders" { seen.is_sorted_by(|a, b| a > b) } else { seen.is_sorted() };
        assert!(sorted, "{path}?{filter}: {seen:?}");
    }
}

#[tokio::test]
async fn the_pack_list_is_a_page_to_print_too() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(2).await;
    let staff = shop.person(Role::Staff).await;
    let customer = shop.customer().await;
    let order = shop.paid(&customer, sale, 1).await;
    sqlx::raw_sql("UPDATE order_lines SET name = '<b>Thing</b>'")
        .execute(&mut shop.sql().await)
        .await
        .unwrap();
    let list = || shop.get("/api/v1/admin/pack-list").bearer(&staff.token);
    let json = list().send().await.assert_status(200);
    assert_eq!(ids(&json), [order.as_str()]);
    let page = list().header("accept", "text/html").send().await.assert_status(200);
    assert_eq!(page.field("content-type"), "text/html; charset=utf-8");
    let html = String::from_utf8(page.body.to_vec()).unwrap();
    assert!(html.contains("&lt;b&gt;Thing") && !html.contains("<b>Thing"), "{html}");
    shop.pack(&staff, &order).await.assert_status(200);
    assert!(ids(&list().send().await).is_empty());
}
