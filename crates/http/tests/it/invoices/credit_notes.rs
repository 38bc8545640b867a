use doorbuster_domain::identity::Role;
use doorbuster_engine::invoices::number_due;
use doorbuster_testkit::{Answer, SaleSpec, Shop};
use futures::future::join_all;
use serde_json::{Value, json};

use super::{json as as_json, paid_cart, taxed, text};
use crate::cart::{Shopper, cancel, code};

/// The credit notes of somebody's order.
async fn notes(shop: &Shop, who: &impl Shopper, order: &str) -> Vec<Value> {
    let list = who.sign(shop.get(&format!("/api/v1/orders/{order}/credit-notes"))).send().await;
    list.assert_status(200).json["items"].as_array().unwrap().clone()
}

/// What documents say about VAT: per rate, the sums of gross, net, VAT and shipping.
fn sums(documents: &[Value]) -> Vec<[i64; 5]> {
    let mut sums: Vec<[i64; 5]> = Vec::new();
    for rate in documents.iter().flat_map(|document| document["rates"].as_array().unwrap()) {
        let amount = |part: &str| rate[part]["amount"].as_i64().unwrap();
        let points = rate["basis_points"].as_i64().unwrap();
        let place = sums.iter().position(|sum| sum[0] == points).unwrap_or_else(|| {
            sums.push([points, 0, 0, 0, 0]);
            sums.len() - 1
        });
        for (sum, part) in sums[place][1..].iter_mut().zip(["gross", "net", "vat", "shipping"]) {
            *sum += amount(part);
        }
    }
    sums.sort_unstable();
    sums
}

/// Money alone, then units, then everything that is left: three notes that are the invoice together.
#[tokio::test]
async fn what_goes_back_in_parts_adds_up_to_the_invoice() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let code = code(&shop, &json!({"percent": 10})).await.assert_status(201).text("/code").to_owned();
    let products = [taxed(&shop, "Kettle", 2_000).await, taxed(&shop, "Honey", 550).await];
    let (guest, order) = paid_cart(&shop, &products, Some(&code)).await;
    let reason = "Late & <b>cold</b>";
    let refund = json!({"amount": {"amount": 1_001, "currency": "EUR"}, "reason": reason});
    shop.refund(&staff, &order, &refund).await.assert_status(201);
    let line = json!({"product_id": products[1], "quantity": 1});
    let refund = json!({"lines": [line], "shipping": true, "restock": true, "reason": "Broken"});
    shop.refund(&staff, &order, &refund).await.assert_status(201);
    cancel(&shop, &guest, &order).await.assert_status(200);

    let notes = notes(&shop, &guest, &order).await;
    let invoice = as_json(guest.sign(super::invoice(&shop, &order))).send().await.assert_status(200);
    assert_eq!(notes.len(), 3);
    assert_eq!(sums(&notes), sums(std::slice::from_ref(&invoice.json)));
    let total: i64 = notes.iter().map(|note| note["total"]["amount"].as_i64().unwrap()).sum();
    assert_eq!(json!(total), invoice.json["total"]["amount"]);
    for (note, number) in notes.iter().zip(1..) {
        let year = invoice.text("/number").split('-').next().unwrap();
        assert_eq!(note["number"], format!("CN-{year}-{number:06}"));
        assert_eq!((&note["amends"], &note["kind"]), (&invoice.json["number"], &json!("credit_note")));
        assert_eq!(note["buyer"], invoice.json["buyer"]);
    }

    let path = format!("/api/v1/orders/{order}/credit-notes/{}", notes[0]["number"].as_str().unwrap());
    let page = guest.sign(shop.get(&path)).send().await.assert_status(200);
    let html = text(&page);
    for said in [
        "Credit note CN-",
        invoice.text("/number"),
        "Late &amp; &lt;b&gt;cold&lt;/b&gt;",
        "Total, paid back",
        "10.01 EUR",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    let told = as_json(guest.sign(shop.get(&path))).send().await.assert_status(200);
    assert_eq!(told.json, notes[0]);
    let stranger = shop.customer().await;
    shop.get(&path).bearer(&stranger.token).send().await.assert_problem(404, "not_found");
    shop.get(&path).bearer(&staff.token).send().await.assert_status(200);
    // Not by the number of another order's document either.
    let other = format!("/api/v1/orders/{order}/credit-notes/{}", invoice.text("/number"));
    guest.sign(shop.get(&other)).send().await.assert_problem(404, "not_found");
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_refunds_at_once_have_forty_numbers() {
    let shop = Shop::start().await;
    let other = Shop::builder().beside(&shop).await;
    let sale = shop.sale(SaleSpec { limit: 2, ..SaleSpec::of(40) }).await;
    let staff = shop.person(Role::Staff).await;
    let customers = shop.customers(20).await;
    let refunded = customers.iter().enumerate().map(async |(place, customer)| {
        let (here, there) = if place % 2 == 0 { (&shop, &other) } else { (&other, &shop) };
        let order = here.paid(customer, sale, 2).await;
        let part = json!({"amount": {"amount": 100, "currency": "EUR"}, "reason": "Late"});
        here.refund(&staff, &order, &part).await.assert_status(201);
        there.cancel(customer, &order).await.assert_status(200);
        notes(there, customer, &order).await
    });
    let found: Vec<Value> = join_all(refunded).await.concat();
    let mut numbers: Vec<&str> = found.iter().filter_map(|note| note["number"].as_str()).collect();
    numbers.sort_unstable();
    let last: Vec<String> =
        numbers.iter().map(|number| number.rsplit('-').next().unwrap().to_owned()).collect();
    assert_eq!(last, (1..=40).map(|number| format!("{number:06}")).collect::<Vec<_>>());
    shop.audit().await;
}

/// A provider may take a refund back that it had settled. The note keeps its number and says that it is void; what is given
/// back afterwards is counted without it.
#[tokio::test]
async fn a_note_of_money_that_never_arrived_is_void() {
    let shop = Shop::builder().without_tasks().start().await;
    let staff = shop.person(Role::Staff).await;
    let product = taxed(&shop, "Kettle", 2_000).await;
    let (guest, order) = paid_cart(&shop, &[product], None).await;
    let part = json!({"amount": {"amount": 1_001, "currency": "EUR"}, "reason": "Late"});
    shop.refund(&staff, &order, &part).await.assert_status(201);
    assert_eq!(notes(&shop, &guest, &order).await.len(), 1);
    let fail = "UPDATE refunds SET status = 'failed', failure = 'closed account' WHERE status = 'settled'";
    sqlx::raw_sql(fail).execute(&mut shop.sql().await).await.unwrap();
    // One that fails before its note was made gets none.
    shop.refund(&staff, &order, &part).await.assert_status(201);
    sqlx::raw_sql(fail).execute(&mut shop.sql().await).await.unwrap();
    cancel(&shop, &guest, &order).await.assert_status(200);
    let notes = notes(&shop, &guest, &order).await;
    assert_eq!(
        notes.iter().map(|note| note["void"].clone()).collect::<Vec<_>>(),
        [json!(true), json!(false)]
    );
    let invoice: Answer = as_json(guest.sign(super::invoice(&shop, &order))).send().await;
    assert_eq!(sums(&notes[1..]), sums(std::slice::from_ref(&invoice.json)));
    let path = format!("/api/v1/orders/{order}/credit-notes/{}", notes[0]["number"].as_str().unwrap());
    assert!(text(&guest.sign(shop.get(&path)).send().await).contains("Void"));
    assert_eq!(number_due(&shop.engine).await.unwrap(), 0);
    shop.audit().await;
}
