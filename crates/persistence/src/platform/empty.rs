use sqlx::{ConnectOptions, Connection};

use crate::{Error, PgConnectOptions};

/// Deletes every row of every table. Only an owner can: `seed --reset` does.
///
/// # Errors
/// Only the database's.
pub async fn empty(owner: &PgConnectOptions) -> Result<(), Error> {
    let mut connection = owner.clone().connect().await?;
    sqlx::query(
        "TRUNCATE users, sessions, refresh_tokens, products, product_images, taxa, product_taxa, stock_movements,
             discounts, banners, best_sellers, sales, sale_ledger, orders, order_lines,
             order_events, outbox, payments",
    )
    .execute(&mut connection)
    .await?;
    connection.close().await?;
    Ok(())
}
