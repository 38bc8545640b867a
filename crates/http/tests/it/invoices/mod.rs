mod credit_notes;
mod get_invoice;
mod list_invoices;
mod numbering;

use doorbuster_domain::ProductId;
use doorbuster_testkit::{Answer, Request, Shop};

use crate::cart::{Shopper, checking_out, checkout_body, guest_with, pay, put};

/// As JSON.
fn json(request: Request) -> Request {
    request.header("accept", "application/json")
}

fn invoice(shop: &Shop, order: &str) -> Request {
    shop.get(&format!("/api/v1/orders/{order}/invoice"))
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.to_vec()).unwrap()
}

/// A product with this name and VAT rate, at 199.99 €.
async fn taxed(shop: &Shop, name: &str, vat_basis_points: i32) -> ProductId {
    let product = shop.product(50).await;
    let edit = sqlx::query("UPDATE products SET name = $2, vat_basis_points = $3 WHERE id = $1");
    edit.bind(product.0).bind(name).bind(vat_basis_points).execute(&mut shop.sql().await).await.unwrap();
    product
}

/// A guest's paid order of one unit of each, sent to Paris. Returns the guest and the order's id.
async fn paid_cart(
    shop: &Shop,
    products: &[ProductId],
    code: Option<&str>,
) -> (impl Shopper + use<>, String) {
    let guest = guest_with(shop, products[0], 1).await;
    for product in &products[1..] {
        put(shop, &guest, *product, 1).await.assert_status(200);
    }
    if let Some(code) = code {
        crate::cart::apply(shop, &guest, code).await.assert_status(200);
    }
    let placed = checking_out(shop, &guest, &checkout_body()).send().await.assert_status(201);
    let order = placed.text("/id").to_owned();
    pay(shop, &guest, &order, "success").await.assert_status(200);
    (guest, order)
}
