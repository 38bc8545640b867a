mod banners;
mod best_sellers;
mod category_tree;
mod create_product;
mod create_stock_movement;
mod discounts;
mod facets;
mod get_product;
mod images;
mod list_product_suggestions;
mod list_products;
mod public_answers;
mod search;
mod taxonomies;
mod update_product;

use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Answer, Person, Shop};
use serde_json::{Value, json};

/// A shop and a member of its staff.
struct Backoffice {
    shop: Shop,
    staff: Person,
}

impl Backoffice {
    async fn open() -> Self {
        let shop = Shop::start().await;
        let staff = shop.person(Role::Staff).await;
        Self { shop, staff }
    }

    /// Makes something below `/api/v1`.
    async fn make(&self, path: &str, body: &Value) -> Answer {
        self.shop.post(&format!("/api/v1/{path}")).bearer(&self.staff.token).json(body).send().await
    }

    /// Makes something and returns its id.
    async fn made(&self, path: &str, body: &Value) -> String {
        self.make(path, body).await.assert_status(201).text("/id").to_owned()
    }

    /// Changes something as somebody who has seen `etag`.
    async fn edit(&self, path: &str, etag: &str, body: &Value) -> Answer {
        let request = self.shop.patch(&format!("/api/v1/{path}")).bearer(&self.staff.token);
        request.header("if-match", etag).json(body).send().await
    }

    /// What everybody sees.
    async fn look(&self, path: &str) -> Answer {
        self.shop.get(&format!("/api/v1/{path}")).send().await
    }

    /// What the staff see.
    async fn look_inside(&self, path: &str) -> Answer {
        self.shop.get(&format!("/api/v1/{path}")).bearer(&self.staff.token).send().await
    }

    /// A category below `parent` and its id.
    async fn category(&self, slug: &str, parent: Option<&str>) -> String {
        self.made("categories", &json!({"slug": slug, "name": slug, "parent_id": parent})).await
    }
}

/// A product of this name; the slug is the name.
fn product(name: &str) -> Value {
    json!({"slug": name, "name": name, "price": {"amount": 10_000, "currency": "EUR"}})
}

fn with(mut body: Value, changes: &Value) -> Value {
    for (field, value) in changes.as_object().unwrap() {
        body[field] = value.clone();
    }
    body
}

/// The slugs of a page.
fn slugs(page: &Answer) -> Vec<&str> {
    page.json["items"].as_array().unwrap().iter().map(|item| item["slug"].as_str().unwrap()).collect()
}

/// Where a refused body is wrong.
fn pointers(answer: &Answer) -> Vec<&str> {
    answer.json["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect()
}

/// Walks a list from its first page to its last. Returns what `field` is on the way.
async fn walk(office: &Backoffice, path: &str, field: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    for _ in 0..50 {
        let page = office.look(&format!("{path}{cursor}")).await.assert_status(200);
        let items = page.json["items"].as_array().unwrap();
        found.extend(items.iter().map(|item| item[field].as_str().unwrap().to_owned()));
        match page.json["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
    panic!("{path} has no end");
}
