use std::time::Duration;

use doorbuster_domain::TaxonId;
use doorbuster_domain::catalogue::{NewTaxon, Taxonomy};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::PgConnection;
use doorbuster_persistence::catalogue::taxa;
use doorbuster_testkit::Shop;
use sqlx::Connection as _;
use tokio::time::sleep;

async fn move_below(owner: &mut PgConnection, taxon: TaxonId, parent: TaxonId) -> Result<(), sqlx::Error> {
    let moved = sqlx::query("UPDATE taxa SET parent_id = $2 WHERE id = $1").bind(taxon.0).bind(parent.0);
    moved.execute(owner).await.map(|_| ())
}

/// Whoever moves a category, in whatever program: the second of two moves waits for the first, and sees what it did.
#[tokio::test]
async fn a_move_waits_for_the_one_before() {
    let shop = Shop::builder().without_tasks().start().await;
    let mut connection = shop.engine.database.acquire().await.unwrap();
    let [a, b] = [TaxonId(fresh_id()), TaxonId(fresh_id())];
    for (id, slug) in [(a, "a"), (b, "b")] {
        let new = NewTaxon {
            kind: Taxonomy::Category,
            slug: slug.into(),
            name: slug.into(),
            description: String::new(),
            parent: None,
            archived: false,
        };
        taxa::create(&mut connection, id, &new).await.unwrap();
    }
    let (mut first, mut second) = (shop.sql().await, shop.sql().await);
    let mut earlier = first.begin().await.unwrap();
    move_below(&mut earlier, a, b).await.unwrap();
    let later = tokio::spawn(async move { move_below(&mut second, b, a).await });
    // Time enough for the second to go wrong, if it did not wait.
    sleep(Duration::from_millis(300)).await;
    assert!(!later.is_finished());
    earlier.commit().await.unwrap();
    let refused = later.await.unwrap().unwrap_err();
    let constraint = refused.as_database_error().and_then(|error| error.constraint().map(str::to_owned));
    assert_eq!(constraint.as_deref(), Some("taxa_acyclic"));
    shop.audit().await;
}
