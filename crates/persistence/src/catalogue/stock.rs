use doorbuster_domain::{OrderId, ProductId, SaleId};
use sqlx::PgConnection;

use crate::Error;

/// Why stock moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Units arrived.
    Received,
    /// Units went into a sale.
    SaleOpened,
    /// Staff gave a sale more units or fewer.
    SaleEdited,
    /// A sale's unsold units came back.
    SaleSettled,
    /// An order of a settled sale gave its units up.
    HoldLapsed,
}

impl Reason {
    fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::SaleOpened => "sale_opened",
            Self::SaleEdited => "sale_edited",
            Self::SaleSettled => "sale_settled",
            Self::HoldLapsed => "hold_lapsed",
        }
    }
}

/// Moves `units` (not 0) into a product's stock, or out of it when negative, and writes the movement.
///
/// # Errors
/// The constraint `products_stock_covers` when there is less than is taken.
pub async fn move_stock(
    connection: &mut PgConnection,
    product: ProductId,
    units: i64,
    reason: Reason,
    sale: Option<SaleId>,
    order: Option<OrderId>,
) -> Result<(), Error> {
    sqlx::query!(
        "WITH moved AS (UPDATE products SET stock = stock + $2 WHERE id = $1 RETURNING id)
         INSERT INTO stock_movements (product_id, units, reason, sale_id, order_id)
         SELECT id, $2, $3, $4, $5 FROM moved",
        product.0,
        units,
        reason.as_str(),
        sale.map(|sale| sale.0),
        order.map(|order| order.0),
    )
    .execute(connection)
    .await?;
    Ok(())
}
