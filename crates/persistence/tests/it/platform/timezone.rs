use doorbuster_persistence::platform::knows_timezone;
use doorbuster_testkit::Shop;

#[tokio::test]
async fn time_zones_are_those_that_postgresql_knows() {
    let shop = Shop::builder().without_tasks().start().await;
    let mut connection = shop.sql().await;
    for (name, known) in [("Europe/Paris", true), ("utc", true), ("Europe/Atlantis", false), ("", false)] {
        assert_eq!(knows_timezone(&mut connection, name).await.unwrap(), known, "{name}");
    }
}
