use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::Error;

/// What the application may do with each table. Append-only tables have no UPDATE and no DELETE, so append-only means
/// append-only; columns in brackets are the only ones that may change. What is locked before it is deleted takes
/// UPDATE.
pub(super) const PRIVILEGES: [(&str, &str); 51] = [
    ("users", "SELECT, INSERT, UPDATE"),
    ("sessions", "SELECT, INSERT, UPDATE"),
    ("refresh_tokens", "SELECT, INSERT, UPDATE, DELETE"),
    ("products", "SELECT, INSERT, UPDATE"),
    ("images", "SELECT, INSERT, UPDATE, DELETE"),
    ("image_garbage", "SELECT, INSERT, UPDATE, DELETE"),
    ("product_images", "SELECT, INSERT, DELETE"),
    ("taxa", "SELECT, INSERT, UPDATE"),
    ("product_taxa", "SELECT, INSERT, DELETE"),
    ("stock_movements", "SELECT, INSERT"),
    ("discounts", "SELECT, INSERT, UPDATE"),
    ("banners", "SELECT, INSERT, UPDATE"),
    ("best_sellers", "SELECT, INSERT, UPDATE, DELETE"),
    ("reviews", "SELECT, INSERT, UPDATE, DELETE"),
    ("product_search", "SELECT, INSERT, UPDATE"),
    ("search_words", "SELECT, INSERT"),
    ("sales", "SELECT, INSERT, UPDATE"),
    ("sale_ledger", "SELECT, INSERT, UPDATE (swept_at)"),
    ("orders", "SELECT, INSERT, UPDATE"),
    ("order_lines", "SELECT, INSERT"),
    ("order_events", "SELECT, INSERT"),
    ("order_notes", "SELECT, INSERT"),
    ("fulfilments", "SELECT, INSERT, UPDATE (status)"),
    ("invoice_queue", "SELECT, INSERT, DELETE"),
    ("invoice_series", "SELECT, INSERT, UPDATE"),
    ("invoices", "SELECT, INSERT"),
    ("shipments", "SELECT, INSERT, UPDATE (delivered_at)"),
    ("shipment_lines", "SELECT, INSERT"),
    ("outbox", "SELECT, INSERT, UPDATE, DELETE"),
    ("payments", "SELECT, INSERT, UPDATE"),
    ("refunds", "SELECT, INSERT, UPDATE (status, reference, failure, asked_at, ended_at)"),
    ("refund_lines", "SELECT, INSERT"),
    ("payment_events", "SELECT, INSERT, UPDATE (payment_id, applied_at)"),
    ("returns", "SELECT, INSERT, UPDATE (status, answer, staff_id, decided_at, ended_at)"),
    ("return_lines", "SELECT, INSERT"),
    ("jobs", "SELECT, INSERT, UPDATE, DELETE"),
    ("mailed_tokens", "SELECT, INSERT, UPDATE, DELETE"),
    ("addresses", "SELECT, INSERT, UPDATE, DELETE"),
    ("codes", "SELECT, INSERT, UPDATE"),
    ("code_redemptions", "SELECT, INSERT, UPDATE (released_at)"),
    ("carts", "SELECT, INSERT, UPDATE, DELETE"),
    ("cart_items", "SELECT, INSERT, UPDATE, DELETE"),
    ("cart_codes", "SELECT, INSERT, UPDATE, DELETE"),
    ("checkouts", "SELECT, INSERT, UPDATE"),
    ("checkout_lines", "SELECT, INSERT"),
    ("webhooks", "SELECT, INSERT, UPDATE"),
    ("webhook_secrets", "SELECT, INSERT, UPDATE, DELETE"),
    ("webhook_events", "SELECT, INSERT, UPDATE, DELETE"),
    ("webhook_deliveries", "SELECT, INSERT, UPDATE, DELETE"),
    ("webhook_attempts", "SELECT, INSERT, UPDATE, DELETE"),
    ("webhook_placements", "SELECT, INSERT, UPDATE, DELETE"),
];

/// Gives the role `application` the privileges above, and no others.
///
/// # Errors
/// Whatever PostgreSQL says, such as an unknown role.
pub async fn grant(connection: &mut PgConnection, application: &str) -> Result<(), Error> {
    let role = format!("\"{}\"", application.replace('"', "\"\""));
    let mut work = connection.begin().await?;
    let mut run = async |statement: String| sqlx::query(AssertSqlSafe(statement)).execute(&mut *work).await;
    run(format!("GRANT USAGE ON SCHEMA public TO {role}")).await?;
    for (table, privileges) in PRIVILEGES {
        run(format!("REVOKE ALL ON {table} FROM {role}")).await?;
        run(format!("GRANT {privileges} ON {table} TO {role}")).await?;
    }
    work.commit().await?;
    Ok(())
}
