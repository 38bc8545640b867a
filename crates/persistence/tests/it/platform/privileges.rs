use doorbuster_testkit::Shop;
use sqlx::ConnectOptions;

/// Append-only means append-only: not even the application's own role can rewrite history.
#[tokio::test]
async fn the_application_cannot_rewrite_history() {
    let shop = Shop::builder().without_tasks().start().await;
    let mut application = shop.application().connect().await.unwrap();
    for statement in [
        "UPDATE sale_ledger SET units = 0",
        "UPDATE sale_ledger SET hash = previous",
        "DELETE FROM sale_ledger",
        "UPDATE stock_movements SET units = 1",
        "DELETE FROM stock_movements",
        "UPDATE order_events SET note = 'x'",
        "UPDATE order_events SET ledger_seq = 1",
        "DELETE FROM order_events",
        "UPDATE order_lines SET quantity = 1",
        "DELETE FROM orders",
        "UPDATE invoices SET number = 1",
        "UPDATE invoices SET contents = '{}'",
        "DELETE FROM invoices",
        "DELETE FROM invoice_series",
        "DELETE FROM payments",
        "UPDATE refunds SET amount_minor = 0",
        "DELETE FROM refunds",
        "UPDATE refund_lines SET quantity = 0",
        "UPDATE returns SET reason = 'x'",
        "UPDATE return_lines SET quantity = 1",
        "DELETE FROM products",
        "DELETE FROM taxa",
        "DELETE FROM discounts",
        "DELETE FROM banners",
        "TRUNCATE orders",
        "DROP TABLE orders",
        "ALTER TABLE orders DISABLE TRIGGER ALL",
        "CREATE TABLE mine (id int)",
    ] {
        let refused = sqlx::query(statement).execute(&mut application).await.unwrap_err();
        let code =
            refused.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
        assert_eq!(code.as_deref(), Some("42501"), "{statement}: {refused}");
    }
    sqlx::query("UPDATE sale_ledger SET swept_at = now()").execute(&mut application).await.unwrap();
}

/// Every table has its privileges decided.
#[tokio::test]
async fn every_table_is_granted_or_forgotten_on_purpose() {
    let shop = Shop::builder().without_tasks().start().await;
    let mut owner = shop.sql().await;
    let forgotten: Vec<String> = sqlx::query_scalar(
        "SELECT c.relname::text FROM pg_class c
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
             AND c.relname <> '_sqlx_migrations'
             AND NOT has_table_privilege('doorbuster_app', c.oid, 'SELECT')",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert_eq!(forgotten, Vec::<String>::new(), "add them to PRIVILEGES in platform/grant.rs");
}
