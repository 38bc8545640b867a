use futures::future::join_all;
use serde_json::{Value, json};

use super::{Backoffice, pointers};

/// The tree as text: `a(b()c())`.
fn drawn(nodes: &Value) -> String {
    let nodes = nodes.as_array().unwrap().iter();
    nodes.map(|node| format!("{}({})", node["slug"].as_str().unwrap(), drawn(&node["children"]))).collect()
}

async fn tree(office: &Backoffice) -> String {
    drawn(&office.look("categories/tree").await.assert_status(200).json["items"])
}

#[tokio::test]
async fn categories_nest_by_name() {
    let office = Backoffice::open().await;
    let b = office.category("b", None).await;
    let a = office.category("a", None).await;
    office.category("z", Some(&b)).await;
    let y = office.category("y", Some(&b)).await;
    office.category("x", Some(&y)).await;
    assert_eq!(tree(&office).await, "a()b(y(x())z())");
    // Moved below another, and up to the top.
    office.edit("categories/y", "*", &json!({"parent_id": a})).await.assert_status(200);
    assert_eq!(tree(&office).await, "a(y(x()))b(z())");
    office.edit("categories/x", "*", &json!({"parent_id": null})).await.assert_status(200);
    assert_eq!(tree(&office).await, "a(y())b(z())x()");
    // What is archived hides what is below it, and gives it back.
    office.edit("categories/a", "*", &json!({"archived": true})).await.assert_status(200);
    assert_eq!(tree(&office).await, "b(z())x()");
    office.edit("categories/a", "*", &json!({"archived": false})).await.assert_status(200);
    assert_eq!(tree(&office).await, "a(y())b(z())x()");
    let reserved = office.make("categories", &json!({"slug": "tree", "name": "Tree"})).await;
    assert_eq!(pointers(&reserved.assert_problem(422, "validation")), ["/slug"]);
    office.shop.audit().await;
}

#[tokio::test]
async fn the_tree_has_no_cycle_and_five_levels() {
    let office = Backoffice::open().await;
    let mut ids = Vec::new();
    let mut parent: Option<String> = None;
    for slug in ["a", "b", "c", "d", "e"] {
        let id = office.category(slug, parent.as_deref()).await;
        ids.push(id.clone());
        parent = Some(id);
    }
    let refused = async |body: Value| office.make("categories", &body).await;
    let deep = refused(json!({"slug": "f", "name": "F", "parent_id": ids[4]})).await;
    assert_eq!(pointers(&deep.assert_problem(422, "validation")), ["/parent_id"]);
    let unknown = json!({"slug": "f", "name": "F", "parent_id": "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e"});
    assert_eq!(pointers(&refused(unknown).await.assert_problem(422, "validation")), ["/parent_id"]);
    let tag = office.made("tags", &json!({"slug": "t", "name": "T"})).await;
    let foreign = refused(json!({"slug": "f", "name": "F", "parent_id": tag})).await;
    assert_eq!(pointers(&foreign.assert_problem(422, "validation")), ["/parent_id"]);
    for below in [0, 1, 4] {
        let cycle = office.edit("categories/a", "*", &json!({"parent_id": ids[below]})).await;
        assert_eq!(pointers(&cycle.assert_problem(422, "validation")), ["/parent_id"]);
    }
    // A whole branch counts: two levels below the fourth are one too many.
    let branch = office.category("g", None).await;
    office.category("h", Some(&branch)).await;
    let deep = office.edit("categories/g", "*", &json!({"parent_id": ids[3]})).await;
    assert_eq!(pointers(&deep.assert_problem(422, "validation")), ["/parent_id"]);
    office.edit("categories/g", "*", &json!({"parent_id": ids[2]})).await.assert_status(200);
    assert_eq!(tree(&office).await, "a(b(c(d(e())g(h()))))");
    office.shop.audit().await;
}

/// Each move is fine alone; together they would cut the two out of the tree, below each other.
#[tokio::test(flavor = "multi_thread")]
async fn two_moves_make_no_cycle_together() {
    let office = Backoffice::open().await;
    for round in 0..10 {
        let (a, b) = (format!("a{round}"), format!("b{round}"));
        let ids = [office.category(&a, None).await, office.category(&b, None).await];
        let moves = [(&a, &ids[1]), (&b, &ids[0])];
        // With a new address as well: the strongest lock that an edit takes on a row.
        let moved = join_all(moves.map(async |(slug, parent)| {
            let change = json!({"parent_id": parent, "slug": format!("{slug}-moved")});
            office.edit(&format!("categories/{slug}"), "*", &change).await
        }))
        .await;
        let mut outcomes: Vec<u16> = moved.iter().map(|answer| answer.status.as_u16()).collect();
        outcomes.sort_unstable();
        assert_eq!(outcomes, [200, 422]);
    }
    let mut owner = office.shop.sql().await;
    let deadlocks: i64 =
        sqlx::query_scalar("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            .fetch_one(&mut owner)
            .await
            .unwrap();
    assert_eq!(deadlocks, 0);
    office.shop.audit().await;
}
