use doorbuster_testkit::Shop;

#[tokio::test]
async fn customers_see_their_own_orders_newest_first() {
    let shop = Shop::start().await;
    let [customer, other] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    let mut mine = Vec::new();
    let mut sales = Vec::new();
    for _ in 0..5 {
        let sale = shop.live_sale(2).await;
        mine.push(shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned());
        shop.buy(&other, sale, 1).await.assert_status(201);
        sales.push(sale);
    }
    shop.cancel(&customer, &mine[1]).await.assert_status(200);
    mine.reverse();

    let ids = async |query: String| {
        let answer = shop.get(&format!("/api/v1/orders{query}")).bearer(&customer.token).send().await;
        let answer = answer.assert_status(200);
        let items = answer.json["items"].as_array().unwrap();
        let ids: Vec<String> = items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
        (ids, answer.json["next_cursor"].as_str().map(str::to_owned))
    };
    assert_eq!(ids(String::new()).await, (mine.clone(), None));
    assert_eq!(ids("?status=cancelled".to_owned()).await.0, [mine[3].clone()]);
    assert_eq!(ids(format!("?sale_id={}", sales[4])).await.0, [mine[0].clone()]);

    let mut walked = Vec::new();
    let mut query = "?limit=2".to_owned();
    loop {
        let (page, next) = ids(query).await;
        assert!(page.len() <= 2);
        walked.extend(page);
        match next {
            Some(cursor) => query = format!("?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(walked, mine);

    for query in ["limit=0", "limit=101", "limit=x", "cursor=x", "status=gone", "sale_id=x", "unknown=1"] {
        let answer = shop.get(&format!("/api/v1/orders?{query}")).bearer(&customer.token).send().await;
        answer.assert_problem(422, "validation");
    }
}
