//! What invoices and credit notes promise fires when the data is broken by hand.

use crate::broken::{broken, lived_in, run};

/// Broken and mended again, one after the other.
#[tokio::test]
async fn an_invoice_that_lies_or_lacks_is_seen() {
    let (shop, _) = lived_in().await;
    let mut owner = shop.sql().await;
    for (lie, truth) in [
        ("UPDATE invoices SET number = 3 WHERE number = 2", "UPDATE invoices SET number = 2 WHERE number = 3"),
        ("UPDATE invoice_series SET last = last + 1", "UPDATE invoice_series SET last = last - 1"),
        ("UPDATE invoice_series SET year = year + 1", "UPDATE invoice_series SET year = year - 1"),
        (
            "UPDATE invoices SET total_minor = total_minor + 1",
            "UPDATE invoices SET total_minor = total_minor - 1",
        ),
        (
            "UPDATE invoices SET contents = jsonb_set(contents, '{rates,0,net,amount}', '1')",
            "UPDATE invoices SET contents = jsonb_set(contents, '{rates,0,net,amount}', contents -> 'total' -> 'amount')",
        ),
        (
            "INSERT INTO invoices (id, kind, year, number, order_id, issued_at, total_minor, currency, contents)
             SELECT gen_random_uuid(), kind, year, 3, o.id, issued_at, i.total_minor, i.currency, contents
             FROM invoices i, orders o WHERE i.kind = 'invoice' AND i.number = 2 AND o.status = 'pending_payment'",
            "DELETE FROM invoices WHERE number = 3",
        ),
        (
            "UPDATE invoices SET refund_id = gen_random_uuid() WHERE kind = 'credit_note'",
            "UPDATE invoices SET refund_id = (SELECT id FROM refunds) WHERE kind = 'credit_note'",
        ),
        (
            "UPDATE invoices SET total_minor = 1 WHERE kind = 'credit_note'",
            "UPDATE invoices SET total_minor = (SELECT amount_minor FROM refunds) WHERE kind = 'credit_note'",
        ),
        (
            "UPDATE invoices SET order_id = (SELECT id FROM orders WHERE status = 'paid') WHERE kind = 'credit_note'",
            "UPDATE invoices SET order_id = (SELECT order_id FROM refunds) WHERE kind = 'credit_note'",
        ),
        (
            "INSERT INTO invoice_queue (kind, about, due_at) SELECT 'credit_note', id, ended_at FROM refunds",
            "DELETE FROM invoice_queue",
        ),
        (
            "INSERT INTO invoice_queue (kind, about, due_at, queued_at)
             VALUES ('invoice', gen_random_uuid(), now(), now() - interval '2 minutes')",
            "DELETE FROM invoice_queue",
        ),
    ] {
        run(&mut owner, lie).await;
        assert_eq!(broken(&shop).await, ["invoices"], "{lie}");
        run(&mut owner, truth).await;
    }
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    // The last of a series, with its number: only the order misses it.
    run(&mut owner, "DELETE FROM invoices WHERE number = 2").await;
    run(&mut owner, "UPDATE invoice_series SET last = 1").await;
    assert_eq!(broken(&shop).await, ["invoices"]);
}
