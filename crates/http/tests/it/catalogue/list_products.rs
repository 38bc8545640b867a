use serde_json::json;

use super::{Backoffice, pointers, product, slugs, walk, with};

#[tokio::test]
async fn lists_are_sorted_and_paged() {
    let office = Backoffice::open().await;
    // Names, prices and ages in different orders; two names and two prices are the same.
    for (slug, name, price) in [
        ("e", "Kettle", 300),
        ("d", "Anvil", 100),
        ("c", "Zither", 200),
        ("b", "Kettle", 100),
        ("a", "Bell", 50),
    ] {
        let body = json!({"name": name, "price": {"amount": price, "currency": "EUR"}});
        office.made("products", &with(product(slug), &body)).await;
    }
    for (sort, expected) in [
        ("newest", "abcde"),
        ("name", "daebc"),
        ("price", "adbce"),
        // Nothing was sold: by id, latest first.
        ("best_selling", "abcde"),
        // Nobody said what they weigh: by id, earliest first.
        ("weight", "edcba"),
        ("price&order=desc", "ecbda"),
        ("name&order=desc", "cbead"),
        ("newest&order=asc", "edcba"),
        // There are no words to be relevant to.
        ("relevance", "abcde"),
    ] {
        for limit in [1, 2, 5] {
            let walked = walk(&office, &format!("products?sort={sort}&limit={limit}"), "slug").await;
            assert_eq!(walked.concat(), expected, "{sort} by {limit}");
        }
    }
    let default = office.look("products").await;
    assert_eq!(slugs(&default).concat(), "abcde");
}

#[tokio::test]
async fn unknown_ways_to_list_are_refused() {
    let office = Backoffice::open().await;
    for name in ["a", "b"] {
        office.made("products", &product(name)).await;
    }
    let by_name = office.look("products?sort=name&limit=1").await.text("/next_cursor").to_owned();
    let many = (0..21).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    for (query, pointer) in [
        ("sort=cheapest", "#sort"),
        ("limit=0", "#limit"),
        ("limit=101", "#limit"),
        ("cursor=x", "#cursor"),
        // A cursor of another sort leads nowhere.
        (&format!("sort=price&cursor={by_name}"), "#cursor"),
        (&format!("cursor={by_name}"), "#cursor"),
        ("category=A%20b", "#category"),
        ("tag=a,,b", "#tag"),
        (&format!("tag={many}"), "#tag"),
        ("on_sale=perhaps", "#on_sale"),
        ("in_stock=1", "#in_stock"),
        ("price_min=-1", "#price_min"),
        ("price_min=1.5", "#price_min"),
        ("price_max=4294967296", "#price_max"),
        ("price_min=2&price_max=1", "#price_min"),
        ("weight_min=2&weight_max=1", "#weight_min"),
        ("weight_max=heavy", "#weight_max"),
        ("order=up", "#order"),
        ("sort=best_selling&order=asc", "#order"),
        ("q=a&order=asc", "#order"),
        // Nor does one of the other direction.
        (&format!("sort=name&order=desc&cursor={by_name}"), "#cursor"),
        ("q=a%00b", "#q"),
        ("q=a%0Ab", "#q"),
        (&format!("q={}", "a".repeat(10_000)), "#q"),
    ] {
        let answer = office.look(&format!("products?{query}")).await.assert_problem(422, "validation");
        assert_eq!(pointers(&answer), [pointer], "{query}");
    }
    office.look("products?colour=red").await.assert_problem(422, "validation");
}

#[tokio::test]
async fn only_staff_list_what_is_not_published() {
    let office = Backoffice::open().await;
    for status in ["draft", "published", "archived"] {
        office.made("products", &with(product(status), &json!({"status": status}))).await;
    }
    let customer = office.shop.customer().await;
    for status in ["draft", "archived"] {
        let path = format!("products?status={status}");
        office.look(&path).await.assert_problem(403, "forbidden");
        let asked = office.shop.get(&format!("/api/v1/{path}")).bearer(&customer.token).send().await;
        asked.assert_problem(403, "forbidden");
        for sort in ["newest", "name", "price", "best_selling"] {
            assert_eq!(slugs(&office.look_inside(&format!("{path}&sort={sort}")).await), [status]);
        }
    }
    assert_eq!(slugs(&office.look("products").await), ["published"]);
}

#[tokio::test]
async fn filters_go_down_the_tree_and_add_up() {
    let office = Backoffice::open().await;
    let home = office.category("home", None).await;
    let kitchen = office.category("kitchen", Some(&home)).await;
    let garden = office.category("garden", None).await;
    let brand = office.made("brands", &json!({"slug": "ember", "name": "Ember"})).await;
    let region = office.made("regions", &json!({"slug": "jura", "name": "Jura"})).await;
    let red = office.made("tags", &json!({"slug": "red", "name": "Red"})).await;
    let old = office.made("tags", &json!({"slug": "old", "name": "Old"})).await;
    for (slug, filed) in [
        ("a", json!({"category_id": home, "brand_id": brand, "tag_ids": [red, old]})),
        ("b", json!({"category_id": kitchen, "region_id": region, "tag_ids": [red]})),
        ("c", json!({"category_id": garden, "brand_id": brand, "tag_ids": [old]})),
        ("d", json!({})),
    ] {
        office.made("products", &with(product(slug), &filed)).await;
    }
    for (query, expected) in [
        ("category=home", "ab"),
        ("category=kitchen", "b"),
        ("brand=ember", "ac"),
        ("region=jura", "b"),
        ("tag=red", "ab"),
        // Within a group one is enough.
        ("tag=red,old", "abc"),
        ("brand=ember,nowhere", "ac"),
        ("category=kitchen,garden", "bc"),
        ("tag=red,red", "ab"),
        ("brand=ember&tag=red", "a"),
        ("category=home&brand=ember&tag=old", "a"),
        ("category=garden&tag=red", ""),
        ("category=nowhere", ""),
        // A tag's slug is no brand's.
        ("brand=red", ""),
    ] {
        let found = walk(&office, &format!("products?sort=name&{query}&limit=1"), "slug").await;
        assert_eq!(found.concat(), expected, "{query}");
    }
    office.shop.audit().await;
}
