use chrono::TimeDelta;
use doorbuster_engine::ambient::now;
use serde_json::{Value, json};

use super::{Backoffice, product, slugs, walk, with};

/// Two brands, three categories one below another, two tags; prices 100 to 600, weights 10 to 60.
async fn shop() -> Backoffice {
    let office = Backoffice::open().await;
    let home = office.category("home", None).await;
    let kitchen = office.category("kitchen", Some(&home)).await;
    let pots = office.category("pots", Some(&kitchen)).await;
    let ember = office.made("brands", &json!({"slug": "ember", "name": "Ember"})).await;
    let frost = office.made("brands", &json!({"slug": "frost", "name": "Frost"})).await;
    let red = office.made("tags", &json!({"slug": "red", "name": "Red"})).await;
    let old = office.made("tags", &json!({"slug": "old", "name": "Old"})).await;
    for (place, (slug, filed)) in (1..).zip([
        ("a", json!({"category_id": home, "brand_id": ember, "tag_ids": [red, old], "stock": 1})),
        ("b", json!({"category_id": kitchen, "brand_id": ember, "tag_ids": [red]})),
        ("c", json!({"category_id": pots, "brand_id": frost, "tag_ids": [old], "stock": 5})),
        ("d", json!({"category_id": pots, "brand_id": ember})),
        ("e", json!({"brand_id": frost, "stock": 2})),
        ("f", json!({})),
    ]) {
        let body = json!({"price": {"amount": place * 100, "currency": "EUR"}, "weight_grams": place * 10});
        office.made("products", &with(product(slug), &with(body, &filed))).await;
    }
    office
}

/// `slug:count`, those that are chosen with a star.
fn counts(facets: &Value, group: &str) -> String {
    let one = |facet: &Value| {
        let star = if facet["selected"] == json!(true) { "*" } else { "" };
        format!("{}:{}{star}", facet["slug"].as_str().unwrap(), facet["count"])
    };
    facets[group].as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(" ")
}

async fn look(office: &Backoffice, query: &str) -> (Value, Value) {
    let answer = office.look(&format!("products?facets=true&{query}")).await.assert_status(200);
    (answer.json["total"].clone(), answer.json["facets"].clone())
}

#[tokio::test]
async fn each_group_is_counted_without_its_own_filter() {
    let office = shop().await;
    let (total, facets) = look(&office, "").await;
    assert_eq!(total, 6);
    assert_eq!(counts(&facets, "brands"), "ember:3 frost:2");
    assert_eq!(counts(&facets, "categories"), "home:4 kitchen:3 pots:2");
    assert_eq!(counts(&facets, "tags"), "old:2 red:2");
    assert_eq!(facets["categories"][2]["parent_slug"], "kitchen");
    assert_eq!((&facets["in_stock"], &facets["on_sale"]), (&json!(3), &json!(0)));
    assert_eq!(
        (&facets["price"]["min"]["amount"], &facets["price"]["max"]["amount"]),
        (&json!(100), &json!(600))
    );
    assert_eq!(facets["weight"], json!({"min_grams": 10, "max_grams": 60}));

    let (total, facets) = look(&office, "brand=ember&category=kitchen").await;
    assert_eq!(total, 2);
    assert_eq!(counts(&facets, "brands"), "ember:2* frost:1");
    assert_eq!(counts(&facets, "categories"), "home:3 kitchen:2* pots:1");
    assert_eq!(counts(&facets, "tags"), "red:1");
    assert_eq!(facets["price"]["min"]["amount"], 200);

    let (total, facets) = look(&office, "tag=old&price_max=150&in_stock=true").await;
    assert_eq!(total, 1);
    assert_eq!(
        (&facets["price"]["max"]["amount"], &facets["weight"]["max_grams"]),
        (&json!(300), &json!(10))
    );
    assert_eq!(counts(&facets, "tags"), "old:1* red:1");

    // What is chosen is shown, also when it brings nothing.
    let (total, facets) = look(&office, "brand=frost&tag=red").await;
    assert_eq!((total, counts(&facets, "tags")), (json!(0), "old:1 red:0*".to_owned()));
    assert_eq!((&facets["price"], &facets["weight"]), (&json!(null), &json!(null)));
    // Nothing is counted that was not asked for.
    let plain = office.look("products").await;
    assert_eq!((&plain.json["total"], &plain.json["facets"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn what_is_archived_is_not_offered() {
    let office = shop().await;
    for path in ["brands/ember", "categories/kitchen", "tags/red"] {
        office.edit(path, "*", &json!({"archived": true})).await.assert_status(200);
    }
    let (total, facets) = look(&office, "").await;
    assert_eq!(total, 6);
    assert_eq!(counts(&facets, "brands"), "frost:2");
    // Its products are in what is above it; nobody gets to what is below it.
    assert_eq!(counts(&facets, "categories"), "home:4");
    assert_eq!(counts(&facets, "tags"), "old:2");
    let (total, facets) = look(&office, "brand=ember").await;
    assert_eq!((total, counts(&facets, "brands")), (json!(0), "frost:2".to_owned()));
    assert_eq!(walk(&office, "products?sort=name&category=home", "slug").await.concat(), "abcd");
}

#[tokio::test]
async fn prices_stock_and_discounts_are_those_of_now() {
    let office = shop().await;
    let found = async |query: &str| {
        walk(&office, &format!("products?limit=2&sort=price&{query}"), "slug").await.concat()
    };
    assert_eq!(found("price_min=200&price_max=400").await, "bcd");
    assert_eq!(found("weight_min=50").await, "ef");
    assert_eq!(found("in_stock=true").await, "ace");
    assert_eq!(found("in_stock=true&brand=frost&weight_max=30").await, "c");
    let window = json!({"title": "x", "starts_at": now() - TimeDelta::minutes(1), "ends_at": now() + TimeDelta::hours(1)});
    let kitchen = office.look("categories/kitchen").await.text("/id").to_owned();
    office.made("discounts", &with(window, &json!({"percent": 80, "taxon_id": kitchen}))).await;
    // b, c and d cost 40, 60 and 80 now.
    assert_eq!(found("").await, "bcdaef");
    assert_eq!(found("price_max=80").await, "bcd");
    assert_eq!(found("on_sale=true&price_min=50").await, "cd");
    assert_eq!(look(&office, "").await.1["on_sale"], 3);

    // The last unit goes, the first one comes.
    let moved = async |slug: &str, units: i64, reason: &str| {
        let id = office.look(&format!("products/{slug}")).await.text("/id").to_owned();
        let request =
            office.shop.post(&format!("/api/v1/products/{id}/stock-movements")).bearer(&office.staff.token);
        let body = json!({"units": units, "reason": reason});
        request.key(&format!("{slug}{units}-0123456789")).json(&body).send().await.assert_status(201);
    };
    moved("a", -1, "written_off").await;
    moved("b", 3, "received").await;
    moved("c", -1, "written_off").await;
    assert_eq!(found("in_stock=true").await, "bce");
    assert_eq!(look(&office, "").await.1["in_stock"], 3);
    office.shop.audit().await;
}

/// A page is full of what passes, however much does not.
#[tokio::test]
async fn pages_go_on_with_words_and_filters() {
    let office = shop().await;
    for place in 0..7 {
        office
            .made(
                "products",
                &with(product(&format!("bowl-{place}")), &json!({"name": format!("Bowl {place}")})),
            )
            .await;
    }
    for (query, many) in [
        ("q=bowl", 7),
        ("q=bowl&sort=name&order=desc", 7),
        ("q=bowl&sort=weight", 7),
        ("sort=best_selling", 13),
    ] {
        for limit in [1, 3, 20] {
            let mut walked =
                walk(&office, &format!("products?{query}&limit={limit}&facets=true"), "slug").await;
            walked.sort();
            walked.dedup();
            assert_eq!(walked.len(), many, "{query} by {limit}");
        }
    }
    assert_eq!(slugs(&office.look("products?q=bowl&sort=name&order=desc&limit=1").await), ["bowl-6"]);
}
