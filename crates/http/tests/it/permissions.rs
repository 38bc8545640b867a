//! Every operation × every role. An operation without an expectation fails.

use std::collections::BTreeMap;

use axum::http::Method;
use doorbuster_domain::identity::Role;
use doorbuster_http::document;
use doorbuster_testkit::{Request, Shop};
use serde_json::{Value, json};

/// Who may call an operation. Everything is denied unless it says otherwise here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// Everybody, signed in or not.
    Public,
    /// Everybody who is signed in.
    SignedIn,
    /// Staff and admins.
    Staff,
    /// Admins.
    Admin,
}

const EXPECTED: [(&str, Open); 121] = [
    ("list_sales", Open::Public),
    ("get_sale", Open::Public),
    ("watch_sale", Open::Public),
    ("list_journal", Open::Public),
    ("create_sale", Open::Staff),
    ("update_sale", Open::Staff),
    ("pause_sale", Open::Staff),
    ("resume_sale", Open::Staff),
    ("cancel_sale", Open::Staff),
    ("buy", Open::SignedIn),
    ("list_orders", Open::SignedIn),
    ("get_order", Open::SignedIn),
    ("get_receipt", Open::SignedIn),
    ("get_invoice", Open::SignedIn),
    ("list_credit_notes", Open::SignedIn),
    ("get_credit_note", Open::SignedIn),
    ("list_invoices", Open::Staff),
    ("export_invoices", Open::Staff),
    ("cancel_order", Open::SignedIn),
    ("pay_order", Open::SignedIn),
    ("receive_stripe_event", Open::Public),
    ("search_orders", Open::Staff),
    ("get_any_order", Open::Staff),
    ("get_pack_list", Open::Staff),
    ("pack_orders", Open::Staff),
    ("pack_order", Open::Staff),
    ("create_shipment", Open::Staff),
    ("deliver_order", Open::Staff),
    ("deliver_shipment", Open::Staff),
    ("create_order_note", Open::Staff),
    ("create_refund", Open::Staff),
    ("list_order_refunds", Open::Staff),
    ("list_refunds", Open::Staff),
    ("create_return", Open::SignedIn),
    ("withdraw_return", Open::SignedIn),
    ("list_returns", Open::Staff),
    ("approve_return", Open::Staff),
    ("reject_return", Open::Staff),
    ("receive_return", Open::Staff),
    ("register", Open::Public),
    ("authenticate", Open::Public),
    ("refresh_session", Open::Public),
    ("log_out", Open::Public),
    ("get_me", Open::SignedIn),
    ("update_me", Open::SignedIn),
    ("list_sessions", Open::SignedIn),
    ("revoke_session", Open::SignedIn),
    ("log_out_everywhere", Open::SignedIn),
    ("request_email_verification", Open::SignedIn),
    ("confirm_email", Open::Public),
    ("request_password_reset", Open::Public),
    ("reset_password", Open::Public),
    ("change_email", Open::SignedIn),
    ("change_password", Open::SignedIn),
    ("list_addresses", Open::SignedIn),
    ("create_address", Open::SignedIn),
    ("update_address", Open::SignedIn),
    ("delete_address", Open::SignedIn),
    ("list_products", Open::Public),
    ("list_product_suggestions", Open::Public),
    ("get_product", Open::Public),
    ("create_product", Open::Staff),
    ("update_product", Open::Staff),
    ("create_stock_movement", Open::Staff),
    ("list_brands", Open::Public),
    ("create_brand", Open::Staff),
    ("get_brand", Open::Public),
    ("update_brand", Open::Staff),
    ("list_regions", Open::Public),
    ("create_region", Open::Staff),
    ("get_region", Open::Public),
    ("update_region", Open::Staff),
    ("list_categories", Open::Public),
    ("create_category", Open::Staff),
    ("get_category", Open::Public),
    ("update_category", Open::Staff),
    ("list_tags", Open::Public),
    ("create_tag", Open::Staff),
    ("get_tag", Open::Public),
    ("update_tag", Open::Staff),
    ("get_category_tree", Open::Public),
    ("list_discounts", Open::Staff),
    ("create_discount", Open::Staff),
    ("get_discount", Open::Staff),
    ("update_discount", Open::Staff),
    ("list_banners", Open::Public),
    ("create_banner", Open::Staff),
    ("get_banner", Open::Staff),
    ("update_banner", Open::Staff),
    ("list_product_reviews", Open::Public),
    ("create_review", Open::SignedIn),
    ("list_own_reviews", Open::SignedIn),
    ("get_review", Open::SignedIn),
    ("update_review", Open::SignedIn),
    ("withdraw_review", Open::SignedIn),
    ("list_reviews", Open::Staff),
    ("publish_review", Open::Staff),
    ("reject_review", Open::Staff),
    ("upload_image", Open::Staff),
    ("get_shop", Open::Public),
    ("get_cart", Open::Public),
    ("clear_cart", Open::Public),
    ("set_cart_item", Open::Public),
    ("remove_cart_item", Open::Public),
    ("apply_code", Open::Public),
    ("remove_code", Open::Public),
    ("merge_cart", Open::SignedIn),
    ("check_out", Open::SignedIn),
    ("list_shipping_methods", Open::Public),
    ("list_codes", Open::Staff),
    ("create_code", Open::Staff),
    ("get_code", Open::Staff),
    ("update_code", Open::Staff),
    ("list_webhooks", Open::Admin),
    ("create_webhook", Open::Admin),
    ("get_webhook", Open::Admin),
    ("update_webhook", Open::Admin),
    ("rotate_webhook_secret", Open::Admin),
    ("test_webhook", Open::Admin),
    ("list_deliveries", Open::Admin),
    ("replay_delivery", Open::Admin),
];

struct Operation {
    id: String,
    method: Method,
    path: String,
    secured: bool,
    has_body: bool,
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(document()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse() else { continue };
            if operation["operationId"].is_null() {
                continue;
            }
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method,
                path: named(path),
                // `{}` among them says that it also works without any.
                secured: operation["security"]
                    .as_array()
                    .is_some_and(|schemes| !schemes.is_empty() && !schemes.contains(&json!({}))),
                has_body: !operation["requestBody"].is_null(),
            });
        }
    }
    operations
}

/// A path with something in its places that does not exist.
fn named(path: &str) -> String {
    let part = |part: &str| {
        if part.starts_with('{') { "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e" } else { part }.to_owned()
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn request(shop: &Shop, operation: &Operation) -> Request {
    let request = shop.request(operation.method.clone(), &operation.path).key("k");
    // A body that is refused behind the door, never a good one: nothing shall happen.
    if operation.has_body { request.json(&json!({"no such field": 1})) } else { request }
}

/// Somebody of each role, with a token.
async fn people(shop: &Shop) -> BTreeMap<&'static str, String> {
    let mut people = BTreeMap::new();
    for role in Role::ALL {
        people.insert(role.as_str(), shop.person(role).await.token);
    }
    people
}

#[tokio::test]
async fn operations_times_roles() {
    let shop = Shop::start().await;
    let expected: BTreeMap<&str, Open> = EXPECTED.into_iter().collect();
    let operations = operations();
    let known: Vec<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    for (id, _) in EXPECTED {
        assert!(known.contains(&id), "{id} is gone: take it out of EXPECTED");
    }
    let mut people = people(&shop).await;
    for operation in &operations {
        let id = operation.id.as_str();
        let open = *expected.get(id).unwrap_or_else(|| panic!("{id} needs an expectation: who may call it?"));
        assert_eq!(operation.secured, open != Open::Public, "{id}: the document says otherwise");
        let anonymous = request(&shop, operation).send().await;
        if open == Open::Public {
            assert_ne!(anonymous.code(), "unauthenticated", "{id}");
        } else {
            anonymous.assert_problem(401, "unauthenticated");
            for worthless in ["", "x", "Basic eDp5"] {
                let answer = request(&shop, operation).header("authorization", worthless).send().await;
                answer.assert_problem(401, "unauthenticated");
            }
        }
        for (role, token) in &people {
            let answer = request(&shop, operation).bearer(token).send().await;
            let allowed = match open {
                Open::Public | Open::SignedIn => true,
                Open::Staff => *role != "customer",
                Open::Admin => *role == "admin",
            };
            assert_ne!(answer.code(), "unauthenticated", "{id} as {role}");
            assert_eq!(answer.code() == "forbidden", !allowed, "{id} as {role}: {}", answer.json);
        }
        // It has no body to be refused for, so it did what it is for.
        if id == "log_out_everywhere" {
            people = self::people(&shop).await;
        }
    }
}

/// Who may not do it learns nothing else: not even that the body is wrong.
#[tokio::test]
async fn permission_comes_before_the_body() {
    let shop = Shop::start().await;
    let customer = shop.customer().await;
    for operation in operations().iter().filter(|operation| operation.has_body && operation.secured) {
        let answer = request(&shop, operation).send().await;
        answer.assert_problem(401, "unauthenticated");
        let answer = request(&shop, operation).bearer(&customer.token).send().await;
        assert!(
            [403, 404, 422, 428].contains(&answer.status.as_u16()),
            "{}: {}",
            operation.id,
            Value::from(answer.code())
        );
    }
}
