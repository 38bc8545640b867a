use axum::http::Method;
use doorbuster_testkit::Shop;

#[tokio::test]
async fn axums_own_refusals_are_problems_too() {
    let shop = Shop::start().await;
    shop.get("/api/v1/nowhere").send().await.assert_problem(404, "not_found");
    shop.get("/api/").send().await.assert_problem(404, "not_found");
    let answer =
        shop.request(Method::DELETE, "/api/v1/sales").send().await.assert_problem(405, "method_not_allowed");
    assert!(answer.field("allow").contains("GET"), "{}", answer.field("allow"));
}

#[tokio::test]
async fn every_answer_has_its_own_request_id() {
    let shop = Shop::start().await;
    let first = shop.get("/api/v1/sales").send().await;
    let second = shop.get("/api/v1/sales").header("x-request-id", "mine-12345678").send().await;
    assert!(!first.field("x-request-id").is_empty());
    assert_ne!(first.field("x-request-id"), second.field("x-request-id"));
    assert_ne!(second.field("x-request-id"), "mine-12345678", "a stranger does not choose it");
}

#[tokio::test]
async fn reads_are_limited_per_address() {
    let shop = Shop::builder().rate_limits("default=5/60s".parse().unwrap()).start().await;
    for left in (0..5).rev() {
        let answer = shop.get("/api/v1/sales").send().await.assert_status(200);
        assert!(answer.field("ratelimit").starts_with(&format!("\"default\";r={left};")));
    }
    let refused = shop.get("/api/v1/sales").send().await.assert_problem(429, "rate_limited");
    assert!(!refused.field("retry-after").is_empty());
    // Probes are for the load balancer, which asks often.
    shop.get("/health/ready").send().await.assert_status(200);
}

/// The database is away: an honest 503, and nothing about the cause.
#[tokio::test]
async fn a_lost_database_is_an_honest_503() {
    let shop = Shop::builder().without_tasks().start().await;
    shop.engine.database.close().await;
    let answer = shop.get("/api/v1/products").send().await;
    assert!([500, 503].contains(&answer.status.as_u16()));
    assert!(!answer.text("/detail").to_lowercase().contains("pool"), "{}", answer.json);
}
