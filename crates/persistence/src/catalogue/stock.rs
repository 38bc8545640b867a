use doorbuster_domain::catalogue::{StockChange, StockMovement};
use doorbuster_domain::orders::Idempotency;
use doorbuster_domain::{OrderId, ProductId, SaleId, UserId};
use sqlx::PgConnection;

use crate::{Error, Work};

/// Why stock moved, other than by the staff's own word.
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

/// Why stock is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeStockError {
    /// The product has fewer units than were to go.
    #[error("the stock does not cover it")]
    InsufficientStock,
    /// The key was used for another change.
    #[error("the key was used for another change")]
    Mismatch,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for ChangeStockError {
    fn from(error: E) -> Self {
        let error = error.into();
        if error.constraint() == Some("products_stock_covers") {
            Self::InsufficientStock
        } else {
            Self::Storage(error)
        }
    }
}

/// Changes the stock of a product that exists, by the word of `user`, once per key. Returns the movement, and whether an
/// earlier request of the same key had made it.
///
/// # Errors
/// [`ChangeStockError`]; nothing has happened then, and nothing is remembered.
pub async fn change_stock(
    work: &mut Work,
    user: UserId,
    product: ProductId,
    change: &StockChange,
    idempotency: Idempotency,
) -> Result<(StockMovement, bool), ChangeStockError> {
    // The movement first: of two requests with one key the second waits here for the end of the first.
    let made = sqlx::query!(
        "INSERT INTO stock_movements (product_id, units, reason, user_id, note, idempotency_key, idempotency_body)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (user_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
         RETURNING id, at",
        product.0,
        change.units,
        change.reason.as_str(),
        user.0,
        change.note,
        idempotency.key.0.as_slice(),
        idempotency.body.0.as_slice(),
    )
    .fetch_optional(&mut **work)
    .await?;
    let change = change.clone();
    if let Some(made) = made {
        let stock = sqlx::query_scalar!(
            "UPDATE products SET stock = stock + $2 WHERE id = $1 RETURNING stock",
            product.0,
            change.units
        )
        .fetch_one(&mut **work)
        .await?;
        return Ok((StockMovement { id: made.id, product, change, at: made.at, stock }, false));
    }
    let earlier = sqlx::query!(
        r#"SELECT m.id, m.at, m.idempotency_body, p.stock
           FROM stock_movements m JOIN products p ON p.id = m.product_id
           WHERE m.user_id = $1 AND m.idempotency_key = $2"#,
        user.0,
        idempotency.key.0.as_slice(),
    )
    .fetch_one(&mut **work)
    .await?;
    if earlier.idempotency_body.as_deref() != Some(idempotency.body.0.as_slice()) {
        return Err(ChangeStockError::Mismatch);
    }
    Ok((StockMovement { id: earlier.id, product, change, at: earlier.at, stock: earlier.stock }, true))
}
