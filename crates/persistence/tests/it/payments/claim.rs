use doorbuster_domain::{OrderId, PaymentId};
use doorbuster_persistence::orders::claim;
use doorbuster_testkit::{SaleSpec, Shop};

/// A payment that is over takes no order with it, and a payment that is not takes none that is over.
#[tokio::test]
async fn an_order_is_claimed_with_its_payment_or_not_at_all() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.sale(SaleSpec::of(9)).await;
    let mut owner = shop.sql().await;
    for (payment_is, order_is, claimed) in [
        ("voided", "pending_payment", false),
        ("pending", "cancelled", false),
        ("pending", "pending_payment", true),
    ] {
        let customer = shop.customer().await;
        let bought = shop.buy(&customer, sale, 1).await.assert_status(201);
        let order = OrderId(bought.text("/id").parse().unwrap());
        let payment = PaymentId(order.0);
        let begun =
            "INSERT INTO payments (id, order_id, provider, status, amount_minor, currency, idempotency_key,
                idempotency_body)
            SELECT id, id, 'test', $2, total_minor, currency, '', '' FROM orders WHERE id = $1";
        sqlx::query(begun).bind(order.0).bind(payment_is).execute(&mut owner).await.unwrap();
        let moved = "UPDATE orders SET status = $2::order_status WHERE id = $1";
        sqlx::query(moved).bind(order.0).bind(order_is).execute(&mut owner).await.unwrap();

        let got = claim(&mut owner, order, payment, Some("test_1")).await.unwrap();
        assert_eq!(got, claimed, "{payment_is} {order_is}");
        let states = "SELECT o.status::text, p.status, p.reference, (SELECT count(*) FROM order_events e
            WHERE e.order_id = o.id AND e.status = 'authorized')
            FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.id = $1";
        let after: (String, String, Option<String>, i64) =
            sqlx::query_as(states).bind(order.0).fetch_one(&mut owner).await.unwrap();
        let expected = if claimed {
            ("authorized".to_owned(), "authorized".to_owned(), Some("test_1".to_owned()), 1)
        } else {
            (order_is.to_owned(), payment_is.to_owned(), None, 0)
        };
        assert_eq!(after, expected, "{payment_is} {order_is}");
    }
}
