use serde_json::{Value, json};

use super::{Backoffice, product, slugs, walk, with};

/// A little shop of cheese.
async fn cheese() -> Backoffice {
    let office = Backoffice::open().await;
    let food = office.category("food", None).await;
    let cheese =
        office.made("categories", &json!({"slug": "cheese", "name": "Fromage", "parent_id": food})).await;
    let brand = office.made("brands", &json!({"slug": "petite", "name": "Laiterie Première"})).await;
    let region = office.made("regions", &json!({"slug": "jura", "name": "Jura"})).await;
    let raw = office.made("tags", &json!({"slug": "raw-milk", "name": "Raw milk"})).await;
    for (slug, name, more) in [
        ("comte", "Comté, 18 months", json!({"category_id": cheese, "brand_id": brand, "region_id": region})),
        ("chevre", "Fromage de chèvre", json!({"tag_ids": [raw]})),
        ("knife", "Cheese knife", json!({"description": "Cuts every fromage from Œufs-sur-Mer."})),
        ("kettle", "Ember kettle", json!({"description": "From a time before."})),
    ] {
        office.made("products", &with(product(slug), &with(json!({"name": name}), &more))).await;
    }
    office
}

async fn found(office: &Backoffice, q: &str) -> String {
    walk(office, &format!("products?limit=2&q={q}"), "slug").await.join(" ")
}

async fn corrected(office: &Backoffice, q: &str) -> Value {
    office.look(&format!("products?q={q}")).await.assert_status(200).json["corrected_q"].clone()
}

#[tokio::test]
async fn words_are_found_wherever_they_stand() {
    let office = cheese().await;
    for (q, expected) in [
        // The name first, then what it is filed under, then the description.
        ("fromage", "chevre comte knife"),
        ("FROMAGE", "chevre comte knife"),
        ("froma", "chevre comte knife"),
        ("comte", "comte"),
        ("COMT%C3%89", "comte"),
        ("premiere", "comte"),
        ("jura", "comte"),
        ("food", "comte"),
        ("raw", "chevre"),
        ("oeufs", "knife"),
        ("18", "comte"),
        // Every word has to be there, in whatever order.
        ("chevre+fromage", "chevre"),
        ("jura+fromage", "comte"),
        ("jura+knife", ""),
        ("kettle+ember+kettle", "kettle"),
        // A letter alone has to be a word.
        ("a", "kettle"),
        ("f", ""),
    ] {
        assert_eq!(found(&office, q).await, expected, "{q}");
        assert_eq!(corrected(&office, q).await, json!(null), "{q}");
    }
    office.shop.audit().await;
}

#[tokio::test]
async fn typos_are_forgiven() {
    let office = cheese().await;
    for (q, expected, read) in [
        ("fromaj", "chevre comte knife", "fromage"),
        ("ketle", "kettle", "kettle"),
        ("fromaj+chevr", "chevre", "fromage chevr"),
        ("laterie", "comte", "laiterie"),
    ] {
        assert_eq!(found(&office, q).await, expected, "{q}");
        assert_eq!(corrected(&office, q).await, read, "{q}");
    }
    // What nobody can have meant is not found, and said as it was.
    for q in ["xyzzyq", "quartz+fromaj+zzzzzz"] {
        assert_eq!(found(&office, q).await, "", "{q}");
    }
    // A filter that lets nothing through is no typo.
    let none = office.look("products?q=fromage&brand=nowhere").await.assert_status(200);
    assert_eq!((slugs(&none).len(), &none.json["corrected_q"]), (0, &json!(null)));
}

/// No window in which search is empty or stale: the next request after the answer sees what was written.
#[tokio::test]
async fn a_write_is_found_at_once() {
    let office = cheese().await;
    // A product that is renamed.
    office
        .edit("products/kettle", "*", &json!({"name": "Samovar", "description": ""}))
        .await
        .assert_status(200);
    assert_eq!(found(&office, "samovar").await, "kettle");
    assert_eq!(found(&office, "ember").await, "");
    // A brand that is renamed, without a word of its products.
    office.edit("brands/petite", "*", &json!({"name": "Grande Crèmerie"})).await.assert_status(200);
    assert_eq!(found(&office, "cremerie").await, "comte");
    assert_eq!(found(&office, "cremeri").await, "comte");
    assert_eq!(found(&office, "laiterie").await, "");
    // A category that moves.
    let other = office.category("other", None).await;
    office.edit("categories/cheese", "*", &json!({"parent_id": other})).await.assert_status(200);
    assert_eq!(found(&office, "food").await, "");
    assert_eq!(found(&office, "other").await, "comte");
    // A product that is filed elsewhere.
    office.edit("products/comte", "*", &json!({"region_id": null})).await.assert_status(200);
    assert_eq!(found(&office, "jura").await, "");
    // A taxon that is archived is no way to find anything, a product that is archived is gone.
    office.edit("tags/raw-milk", "*", &json!({"archived": true})).await.assert_status(200);
    assert_eq!(found(&office, "raw").await, "");
    office.edit("products/comte", "*", &json!({"status": "archived"})).await.assert_status(200);
    assert_eq!(found(&office, "comte").await, "");
    office.edit("products/comte", "*", &json!({"status": "published"})).await.assert_status(200);
    assert_eq!(found(&office, "comte").await, "comte");
    office.shop.audit().await;
}

#[tokio::test]
async fn what_is_not_published_is_not_even_guessed() {
    let office = cheese().await;
    office.made("products", &with(product("secret"), &json!({"name": "Zyphorant", "status": "draft"}))).await;
    for q in ["zyphorant", "zyphorand", "zyphor"] {
        assert_eq!(found(&office, q).await, "", "{q}");
        assert_eq!(corrected(&office, q).await, json!(null), "{q}");
        assert_eq!(office.look(&format!("products/suggestions?q={q}")).await.json["items"], json!([]));
    }
    let inside = office.look_inside("products?status=draft&q=zyphorand").await.assert_status(200);
    assert_eq!((slugs(&inside), &inside.json["corrected_q"]), (vec!["secret"], &json!("zyphorant")));
}

#[tokio::test]
async fn whatever_is_typed_is_only_text() {
    let office = cheese().await;
    for q in [
        "%27",
        "%27%27",
        "%22",
        "%5C",
        "%5C%27",
        "%26",
        "%7C",
        "!",
        "%28",
        "%3A%2A",
        "%3C-%3E",
        "fromage%27%3A%2A",
        "%25",
        "_",
        "%3B--",
        "%27%3B+DROP+TABLE+products%3B--",
        "%27+OR+1%3D1",
        "%F0%9F%A7%80",
        "%E2%80%AE",
        "%EF%BF%BF",
        "%7B%22a%22%3A1%7D",
        "%23",
        "%231",
        "%23%21",
        "%E5%8C%97%E6%B5%B7%E9%81%93",
        "a+b+c+d+e+f+g+h+i+j+k+l",
        &"w".repeat(200),
        &"%C3%9F".repeat(200),
        &"a+".repeat(100),
    ] {
        for path in ["products?facets=true&q=", "products/suggestions?q="] {
            office.look(&format!("{path}{q}")).await.assert_status(200);
        }
    }
    // Of the syntax, only the words count.
    assert_eq!(found(&office, "%27fromage%27%3A%2A+%26+%28chevre%29").await, "chevre");
    assert_eq!(found(&office, "%3F%21").await, "");
    // Nothing but spaces is no search.
    assert_eq!(slugs(&office.look("products?q=+++").await).len(), 4);
    // A word as long as a page can be kept, and found by its beginning.
    let long = "x".repeat(10_000);
    office.made("products", &with(product("long"), &json!({"description": long}))).await;
    assert_eq!(found(&office, &"x".repeat(30)).await, "long");
    assert_eq!(found(&office, &"x".repeat(200)).await, "long");
}
