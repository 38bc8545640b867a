use chrono::{DateTime, Utc};
use doorbuster_testkit::Shop;
use serde_json::Value;
use uuid::Uuid;

/// What the domain and the pages are held to as well.
fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../../../docs/journal-vectors.json")).unwrap()
}

#[tokio::test]
async fn postgresql_makes_the_documented_digests() {
    let shop = Shop::builder().without_tasks().start().await;
    let mut sql = shop.sql().await;
    let vectors = vectors();
    let ids = |name: &str| -> Vec<Uuid> {
        let shares = vectors["shares"].as_array().unwrap();
        shares.iter().map(|share| share[name].as_str().unwrap().parse().unwrap()).collect()
    };
    let (orders, users) = (ids("order"), ids("user"));
    let units: Vec<i32> = vectors["shares"]
        .as_array()
        .unwrap()
        .iter()
        .map(|share| i32::try_from(share["units"].as_i64().unwrap()).unwrap())
        .collect();
    for (size, tree) in vectors["trees"].as_array().unwrap().iter().enumerate() {
        let digest: String = sqlx::query_scalar("SELECT encode(journal_digest($1, $2, $3), 'hex')")
            .bind(&orders[..size])
            .bind(&users[..size])
            .bind(&units[..size])
            .fetch_one(&mut sql)
            .await
            .unwrap();
        assert_eq!(digest, tree["digest"], "of {size}");
    }
}

#[tokio::test]
async fn postgresql_makes_the_documented_hashes() {
    let shop = Shop::builder().without_tasks().start().await;
    let mut sql = shop.sql().await;
    // Wherever the server is.
    sqlx::query("SET TimeZone = 'Asia/Kolkata'").execute(&mut sql).await.unwrap();
    let vectors = vectors();
    let sale: Uuid = vectors["sale_id"].as_str().unwrap().parse().unwrap();
    for step in vectors["entries"].as_array().unwrap() {
        let entry = &step["entry"];
        let number = |name: &str| entry[name].as_i64().unwrap();
        let at: DateTime<Utc> = entry["at"].as_str().unwrap().parse().unwrap();
        let hash: String = sqlx::query_scalar(
            "SELECT encode(journal_hash($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9, decode($10, 'hex')), 'hex')",
        )
        .bind(sale)
        .bind(number("seq"))
        .bind(entry["kind"].as_str().unwrap())
        .bind(number("units"))
        .bind(number("allocated"))
        .bind(number("orders"))
        .bind(entry["digest"].as_str().unwrap())
        .bind(entry["limit_before"].as_i64().map(|limit| i32::try_from(limit).unwrap()))
        .bind(at)
        .bind(entry["previous"].as_str().unwrap())
        .fetch_one(&mut sql)
        .await
        .unwrap();
        assert_eq!(hash, entry["hash"], "{step}");
    }
}

/// Whoever enters something by hand does not break the chain either, and nobody enters anything for a sale that is not.
#[tokio::test]
async fn nobody_can_forget_to_chain() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.live_sale(1).await;
    let mut sql = shop.sql().await;
    let enter = "INSERT INTO sale_ledger (sale_id, seq, kind, units) VALUES ($1, 2, 'paused', 0)";
    let refused = sqlx::query(enter).bind(Uuid::nil()).execute(&mut sql).await.unwrap_err();
    let constraint = refused.as_database_error().and_then(|error| error.constraint());
    assert_eq!(constraint, Some("sale_ledger_sale"));
    sqlx::query(enter).bind(sale.0).execute(&mut sql).await.unwrap();
    sqlx::query("UPDATE sales SET seq = 2").execute(&mut sql).await.unwrap();
    shop.audit().await;
}
