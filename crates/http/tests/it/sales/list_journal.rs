//! The public journal and the receipts in it, verified as anybody could who has only the API.

use std::collections::BTreeMap;

use doorbuster_domain::SaleId;
use doorbuster_domain::identity::Role;
use doorbuster_domain::sales::journal::{Chain, Entry, EntryKind, Hash, Receipt, Share};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_engine::sales::sweep;
use doorbuster_testkit::{Person, SaleSpec, Shop};
use futures::future::join_all;
use serde_json::{Value, json};

fn read<T: std::str::FromStr<Err: std::fmt::Debug>>(value: &Value) -> T {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).parse().unwrap()
}

fn entry(value: &Value) -> Entry {
    let number = |name: &str| value[name].as_i64().unwrap();
    let kind = EntryKind::ALL.into_iter().find(|kind| kind.as_str() == value["kind"]).unwrap();
    let entry = Entry {
        sale: read(&value["sale_id"]),
        seq: number("seq"),
        kind,
        units: number("units"),
        allocated: number("allocated"),
        orders: u32::try_from(number("orders")).unwrap(),
        digest: read(&value["digest"]),
        limit_before: value["limit_before"].as_u64().map(|limit| u32::try_from(limit).unwrap()),
        at: read(&value["at"]),
        previous: read(&value["previous"]),
        hash: read(&value["hash"]),
    };
    assert_eq!(entry.moment(), value["at"], "the moment is shown as it is hashed");
    entry
}

/// The journal, page by page, as one unbroken chain.
async fn journal(shop: &Shop, sale: SaleId, limit: u32) -> Vec<Entry> {
    let mut chain = Chain::new(sale);
    let mut entries = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = shop
            .get(&format!("/api/v1/sales/{sale}/journal?limit={limit}{cursor}"))
            .send()
            .await
            .assert_status(200);
        for item in page.json["items"].as_array().unwrap() {
            let entry = entry(item);
            chain.follow(&entry).unwrap();
            entries.push(entry);
        }
        match page.json["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => {
                assert_eq!(page.json["last_seq"].as_i64(), Some(chain.head().0));
                break;
            }
        }
    }
    let head: Vec<u8> = sqlx::query_scalar("SELECT journal_head FROM sales WHERE id = $1")
        .bind(sale.0)
        .fetch_one(&mut shop.sql().await)
        .await
        .unwrap();
    assert_eq!(Hash::try_from(head), Ok(chain.head().1));
    entries
}

async fn receipt(shop: &Shop, owner: &Person, order: &str) -> Receipt {
    let answer = shop.get(&format!("/api/v1/orders/{order}/receipt")).bearer(&owner.token).send().await;
    let json = answer.assert_status(200).json;
    Receipt {
        share: Share {
            order: read(&json["order_id"]),
            user: read(&json["user_id"]),
            units: u32::try_from(json["units"].as_u64().unwrap()).unwrap(),
        },
        entry: entry(&json["entry"]),
        place: usize::try_from(json["place"].as_u64().unwrap()).unwrap(),
        proof: json["proof"].as_array().unwrap().iter().map(read).collect(),
    }
}

#[tokio::test]
async fn a_sales_whole_life_is_one_chain() {
    let shop = Shop::builder().without_tasks().start().await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.sale(SaleSpec { limit: 3, ..SaleSpec::of(10) }).await;
    shop.engine.board.refresh(&shop.engine.database).await.unwrap();
    let steer = async |operation: &str| {
        let path = format!("/api/v1/sales/{sale}/{operation}");
        shop.post(&path).bearer(&staff.token).send().await.assert_status(200);
    };
    let [first, second, third] = <[_; 3]>::try_from(shop.customers(3).await).unwrap();
    let paid = shop.buy(&first, sale, 2).await.assert_status(201).text("/id").to_owned();
    shop.pay(&first, &paid, "success").await.assert_status(200);
    let cancelled = shop.buy(&second, sale, 3).await.assert_status(201).text("/id").to_owned();
    shop.cancel(&second, &cancelled).await.assert_status(200);
    shop.patch(&format!("/api/v1/sales/{sale}"))
        .bearer(&staff.token)
        .header("if-match", "\"1\"")
        .json(&json!({"allocated": 8, "per_customer_limit": 1}))
        .send()
        .await
        .assert_status(200);
    steer("pause").await;
    steer("resume").await;
    let expired = shop.buy(&third, sale, 1).await.assert_status(201).text("/id").to_owned();
    let overdue = "WITH late AS (UPDATE orders SET pay_by = now() WHERE status = 'pending_payment')
        UPDATE sale_ledger SET pay_by = now() WHERE kind = 'sold'";
    sqlx::query(overdue).execute(&mut shop.sql().await).await.unwrap();
    assert_eq!(sweep(&shop.engine).await.unwrap().expired, 1);
    steer("cancel").await;
    assert_eq!(sweep(&shop.engine).await.unwrap().settled, 1);
    // Of a settled sale: the units go to the stock, and the entry says so.
    shop.cancel(&first, &paid).await.assert_status(200);
    shop.audit().await;

    let entries = journal(&shop, sale, 3).await;
    let told: Vec<_> = entries
        .iter()
        .map(|entry| (entry.kind.as_str(), entry.units, entry.allocated, entry.orders))
        .collect();
    assert_eq!(
        told,
        [
            ("opened", 10, 10, 0),
            ("sold", -2, 0, 1),
            ("sold", -3, 0, 1),
            ("released", 3, 0, 1),
            ("edited", -2, -2, 0),
            ("paused", 0, 0, 0),
            ("resumed", 0, 0, 0),
            ("sold", -1, 0, 1),
            ("released", 1, 0, 1),
            ("cancelled", 0, 0, 0),
            ("settled", -6, -6, 0),
            ("released", 0, -2, 1),
        ]
    );
    assert_eq!(entries[4].limit_before, Some(3));
    // A receipt outlives its order, and what a release is about is the same leaf.
    for (owner, order, units, sold, released) in
        [(&first, &paid, 2, 1, 11), (&second, &cancelled, 3, 2, 3), (&third, &expired, 1, 7, 8)]
    {
        let receipt = receipt(&shop, owner, order).await;
        assert_eq!(receipt.verify(), Ok(()));
        assert_eq!((receipt.share.user, receipt.share.units), (owner.id, units));
        assert_eq!(receipt.entry, entries[sold]);
        assert_eq!(entries[released].digest, receipt.share.leaf());
    }
}

/// Two processes sell one sale, batches of many and of one, some with refusals; people cancel meanwhile. One chain, and
/// every order has its place in it.
#[tokio::test(flavor = "multi_thread")]
async fn two_servers_write_one_chain() {
    let shop = Shop::start().await;
    let sale = shop.sale(SaleSpec { limit: 2, ..SaleSpec::of(260) }).await;
    let other = Shop::builder().beside(&shop).await;
    for shop in [&shop, &other] {
        shop.engine.board.refresh(&shop.engine.database).await.unwrap();
    }
    let customers = shop.customers(300).await;
    let buying = customers.iter().enumerate().map(async |(number, customer)| {
        let (mine, theirs) = if number % 2 == 0 { (&shop, &other) } else { (&other, &shop) };
        let quantity = if number % 5 == 0 { 2 } else { 1 };
        let answer = mine.buy(customer, sale, quantity).await;
        if answer.status != 201 {
            return None;
        }
        // A second one is refused, perhaps in somebody else's batch.
        theirs.buy(customer, sale, 1).await.assert_status(409);
        let order = answer.text("/id").to_owned();
        if number % 7 == 0 {
            theirs.cancel(customer, &order).await.assert_status(200);
        }
        Some((customer, order))
    });
    let bought: Vec<_> = join_all(buying).await.into_iter().flatten().collect();
    assert!(bought.len() > 200, "{}", bought.len());
    shop.audit().await;

    let entries: BTreeMap<i64, Entry> =
        journal(&shop, sale, 100).await.into_iter().map(|entry| (entry.seq, entry)).collect();
    assert!(entries.values().any(|entry| entry.orders > 1), "nothing was sold in batches");
    for (customer, order) in &bought {
        let receipt = receipt(&other, customer, order).await;
        assert_eq!(receipt.verify(), Ok(()));
        assert_eq!(entries[&receipt.entry.seq], receipt.entry);
    }
    let placed: u32 =
        entries.values().filter(|entry| entry.kind == EntryKind::Sold).map(|entry| entry.orders).sum();
    assert_eq!(usize::try_from(placed).unwrap(), bought.len());
}

#[tokio::test]
async fn anybody_may_read_it_from_anywhere() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.live_sale(3).await;
    for customer in shop.customers(2).await {
        shop.buy(&customer, sale, 1).await.assert_status(201);
    }
    let path = format!("/api/v1/sales/{sale}/journal");
    let seqs = async |query: &str| -> Vec<i64> {
        let page = shop.get(&format!("{path}{query}")).send().await.assert_status(200);
        page.json["items"].as_array().unwrap().iter().map(|item| item["seq"].as_i64().unwrap()).collect()
    };
    assert_eq!(seqs("").await, [1, 2, 3]);
    assert_eq!(seqs("?cursor=1&limit=1").await, [2]);
    assert_eq!(seqs("?cursor=3").await, Vec::<i64>::new());
    assert_eq!(seqs("?cursor=9223372036854775807").await, Vec::<i64>::new());
    for query in [
        "?cursor=-1",
        "?cursor=x",
        "?cursor=",
        "?cursor=99999999999999999999",
        "?limit=0",
        "?limit=101",
        "?a=1",
    ] {
        shop.get(&format!("{path}{query}")).send().await.assert_problem(422, "validation");
    }
    for nothing in [SaleId(fresh_id()).to_string(), "x".to_owned()] {
        shop.get(&format!("/api/v1/sales/{nothing}/journal")).send().await.assert_status(404);
    }
}
