use doorbuster_domain::identity::Role;
use doorbuster_domain::invoices::Seller;
use doorbuster_testkit::Shop;
use serde_json::json;

use super::{invoice, json, paid_cart, taxed, text};
use crate::cart::{Shopper as _, check_out, code, guest_with};

#[tokio::test]
async fn a_paid_cart_has_an_invoice_with_vat_per_rate() {
    let seller = Seller {
        name: "Test shop".to_owned(),
        address: "Test SAS; 1 rue du Test; 75001 Paris".parse().unwrap(),
        vat_id: Some("FR40303265045".parse().unwrap()),
    };
    let shop = Shop::builder().seller(seller).start().await;
    let code = code(&shop, &json!({"percent": 10})).await.assert_status(201).text("/code").to_owned();
    let products = [taxed(&shop, "Kettle", 2_000).await, taxed(&shop, "Honey", 550).await];
    let (guest, order) = paid_cart(&shop, &products, Some(&code)).await;
    let told = json(guest.sign(invoice(&shop, &order))).send().await.assert_status(200);
    assert!(told.text("/number").ends_with("-000001"), "{}", told.json);
    assert_eq!(told.text("/kind"), "invoice");
    assert_eq!(told.json["seller"]["vat_id"], "FR40303265045");
    assert_eq!(told.json["buyer"]["address"], json!(["12 rue des Halles", "75001 Paris", "FR"]));
    assert_eq!((told.text("/buyer/name"), told.text("/buyer/email")), ("Ada Lovelace", "guest@shop.test"));
    // 399.98 − 40.00 + 4.90 shipping: 179.99 + 2.45 at each rate.
    assert_eq!(told.json["total"]["amount"], 36_488);
    assert_eq!(told.json["lines"][0]["amount"]["amount"], 17_999);
    let rates = json!([
        {"basis_points": 2000, "gross": eur(18_244), "vat": eur(3_041), "net": eur(15_203), "shipping": eur(245)},
        {"basis_points": 550, "gross": eur(18_244), "vat": eur(951), "net": eur(17_293), "shipping": eur(245)},
    ]);
    assert_eq!(told.json["rates"], rates);

    let page = guest.sign(invoice(&shop, &order)).send().await.assert_status(200);
    assert_eq!(page.field("content-type"), "text/html; charset=utf-8");
    let html = text(&page);
    for said in [
        "Test SAS",
        "VAT ID FR40303265045",
        "Ada Lovelace",
        "75001 Paris",
        "Honey",
        "5.5 %",
        "172.93 EUR",
        &code,
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    // Nothing is fetched, nothing runs; the policy lets in the one style sheet.
    for part in ["http:", "https:", "src=", "<link", "<script", "url("] {
        assert!(!html.contains(part), "{part}: {html}");
    }
    let policy = page.field("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(html.contains("@page"));
    shop.audit().await;
}

fn eur(amount: i64) -> serde_json::Value {
    json!({"amount": amount, "currency": "EUR"})
}

#[tokio::test]
async fn what_people_call_things_is_only_text() {
    let shop = Shop::start().await;
    let name = "<script>alert('x')</script> & \"co\"";
    let product = taxed(&shop, name, 2_000).await;
    let guest = guest_with(&shop, product, 1).await;
    let mut body = crate::cart::checkout_body();
    body["shipping_address"]["name"] = json!("</title><img src=x onerror=alert(1)>");
    body["shipping_address"]["line2"] = json!("<b>");
    let placed = crate::cart::checking_out(&shop, &guest, &body).send().await.assert_status(201);
    crate::cart::pay(&shop, &guest, placed.text("/id"), "success").await.assert_status(200);
    let page = guest.sign(invoice(&shop, placed.text("/id"))).send().await.assert_status(200);
    let html = text(&page);
    assert!(html.contains("&lt;script&gt;alert('x')&lt;/script&gt; &amp; &quot;co&quot;"), "{html}");
    assert!(
        html.contains("&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;") && html.contains("&lt;b&gt;"),
        "{html}"
    );
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
    let told = json(guest.sign(invoice(&shop, placed.text("/id")))).send().await;
    assert_eq!(told.text("/lines/0/name"), name);
}

#[tokio::test]
async fn somebody_elses_invoice_does_not_exist() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(2).await;
    let (owner, stranger, staff) =
        (shop.customer().await, shop.customer().await, shop.person(Role::Staff).await);
    let order = shop.paid(&owner, sale, 1).await;
    invoice(&shop, &order).bearer(&owner.token).send().await.assert_status(200);
    invoice(&shop, &order).bearer(&staff.token).send().await.assert_status(200);
    invoice(&shop, &order).bearer(&stranger.token).send().await.assert_problem(404, "not_found");
    invoice(&shop, &order).send().await.assert_problem(401, "unauthenticated");
    let other = guest_with(&shop, shop.product(1).await, 1).await;
    other.sign(invoice(&shop, &order)).send().await.assert_problem(404, "not_found");
    let notes = format!("/api/v1/orders/{order}/credit-notes");
    shop.get(&notes).bearer(&stranger.token).send().await.assert_problem(404, "not_found");
    let none = shop.get(&notes).bearer(&owner.token).send().await.assert_status(200);
    assert_eq!(none.json, json!({"items": []}));
    for number in ["CN-2026-000001", "2026-000001", "x"] {
        let note = shop.get(&format!("{notes}/{number}")).bearer(&owner.token);
        note.send().await.assert_problem(404, "not_found");
    }
    let unknown = "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e";
    invoice(&shop, unknown).bearer(&staff.token).send().await.assert_problem(404, "not_found");
}

#[tokio::test]
async fn what_was_never_paid_has_no_invoice() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    let refused =
        invoice(&shop, &order).bearer(&customer.token).send().await.assert_problem(404, "not_found");
    assert!(refused.text("/detail").contains("never paid"), "{}", refused.json);
    let product = shop.product(1).await;
    let guest = guest_with(&shop, product, 1).await;
    let order = check_out(&shop, &guest).await.assert_status(201).text("/id").to_owned();
    guest.sign(invoice(&shop, &order)).send().await.assert_problem(404, "not_found");
    let taken: i64 = sqlx::query_scalar("SELECT coalesce(sum(last), 0)::bigint FROM invoice_series")
        .fetch_one(&mut shop.sql().await)
        .await
        .unwrap();
    assert_eq!(taken, 0, "asking takes no number");
}

/// What was issued stays as it was, whatever becomes of what it speaks of.
#[tokio::test]
async fn history_never_changes() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let mut owner = shop.sql().await;
    sqlx::raw_sql("UPDATE products SET vat_basis_points = 2000").execute(&mut owner).await.unwrap();
    let customer = shop.customer().await;
    let order = shop.paid(&customer, sale, 1).await;
    let ask = async |html: bool| {
        let request = invoice(&shop, &order).bearer(&customer.token);
        text(&(if html { request } else { json(request) }).send().await.assert_status(200))
    };
    let (page, told) = (ask(true).await, ask(false).await);
    // An order of a sale keeps no rate: it is the product's on the day of issue.
    assert!(told.contains("\"vat_basis_points\":2000") && page.contains("16.67 EUR"), "{told}");
    assert!(told.contains(&customer.email));
    sqlx::raw_sql(
        "UPDATE products SET vat_basis_points = 550, name = 'Other', price_minor = 1;
         UPDATE users SET name = 'Somebody else', email = 'other@shop.test' WHERE role = 'customer';",
    )
    .execute(&mut owner)
    .await
    .unwrap();
    assert_eq!((ask(true).await, ask(false).await), (page, told));
}
