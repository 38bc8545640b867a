use std::time::Duration;

use serde_json::json;

use super::Reviewed;

#[tokio::test]
async fn a_rating_is_counted_from_what_is_published() {
    let shop = Reviewed::open().await;
    assert_eq!(shop.rating().await, json!({"average": null, "count": 0, "stars": [0, 0, 0, 0, 0]}));
    shop.published(5, "a").await;
    shop.published(5, "b").await;
    let (author, three) = shop.published(3, "c").await;
    shop.written(1, "waits").await;
    let (_, rejected) = shop.written(1, "rejected").await;
    shop.reject(rejected.text("/id"), "*", "No").await.assert_status(200);
    assert_eq!(shop.rating().await, json!({"average": 4.33, "count": 3, "stars": [0, 0, 1, 0, 2]}));

    let path = format!("/api/v1/reviews/{}", three.text("/id"));
    shop.shop.delete(&path).bearer(&author.token).send().await.assert_status(204);
    assert_eq!(shop.rating().await, json!({"average": 5.0, "count": 2, "stars": [0, 0, 0, 0, 2]}));
    let other = shop.shop.product(1).await;
    let other = shop.shop.get(&format!("/api/v1/products/{other}")).send().await;
    assert_eq!(other.json["rating"]["count"], 0, "somebody else's stars do not count");
}

/// The rating of a page of products is counted inside the list's own query, in the index of published reviews alone.
#[tokio::test]
async fn ratings_of_a_list_are_read_from_an_index() {
    let shop = Reviewed::open().await;
    let mut owner = shop.shop.sql().await;
    let fill = "INSERT INTO users (id, email, role, password_hash)
            VALUES ('00000000-0000-7000-8000-000000000001', 'many@shop.test', 'customer', 'x');
        INSERT INTO products (id, slug, name, description, status, price_minor, currency, published_at)
        SELECT md5(n::text)::uuid, 'many-' || n, 'Many', '', 'published', 100, 'EUR', now() FROM generate_series(1, 500) n;
        INSERT INTO reviews (id, order_id, position, product_id, user_id, stars, title, text, status, moderated_by, moderated_at)
        SELECT gen_random_uuid(), gen_random_uuid(), 0, p.id, '00000000-0000-7000-8000-000000000001', 4, '', '',
            'published', gen_random_uuid(), now() FROM products p CROSS JOIN generate_series(1, 20);
        ANALYZE";
    for statement in fill.split(';') {
        sqlx::query(statement).execute(&mut owner).await.unwrap();
    }
    // An index answers alone for pages of which everybody sees every row; a snapshot that somebody of the shop happens to
    // hold (a sweep) leaves pages for the next vacuum.
    let seen = "SELECT relallvisible >= relpages AND relpages > 0 FROM pg_class WHERE relname = 'reviews'";
    let vacuumed = async {
        while !sqlx::query_scalar::<_, bool>(seen).fetch_one(&mut owner).await.unwrap() {
            sqlx::query("VACUUM (ANALYZE) reviews").execute(&mut owner).await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(30), vacuumed).await.expect("every page is visible to all");
    let list = shop.shop.get("/api/v1/products?limit=100&sort=name").send().await.assert_status(200);
    let items = list.json["items"].as_array().unwrap();
    assert!(
        items.iter().filter(|item| item["slug"].as_str().unwrap().starts_with("many")).all(|item| {
            item["rating"] == json!({"average": 4.0, "count": 20, "stars": [0, 0, 0, 20, 0]})
        })
    );
    let plan: Vec<String> = sqlx::query_scalar(
        "EXPLAIN SELECT p.id, (SELECT count(*) FILTER (WHERE r.stars = 4) FROM reviews r
            WHERE r.product_id = p.id AND r.status = 'published')
         FROM products p WHERE p.status = 'published' ORDER BY p.name, p.id LIMIT 20",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert!(plan.iter().any(|line| line.contains("Index Only Scan using reviews_published")), "{plan:#?}");
}
