use doorbuster_domain::ProductId;
use sqlx::PgConnection;

use super::Owner;
use crate::Error;

/// Takes a product out of a cart, if it is in there.
///
/// # Errors
/// Only the database's.
pub async fn remove_item(
    connection: &mut PgConnection,
    owner: &Owner,
    product: ProductId,
) -> Result<(), Error> {
    sqlx::query!(
        "WITH mine AS (SELECT id FROM carts WHERE user_id = $1 OR token_hash = $2 FOR UPDATE)
         DELETE FROM cart_items i USING mine WHERE i.cart_id = mine.id AND i.product_id = $3",
        owner.user(),
        owner.token(),
        product.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes everything out of a cart, and the code off it.
///
/// # Errors
/// Only the database's.
pub async fn clear(connection: &mut PgConnection, owner: &Owner) -> Result<(), Error> {
    sqlx::query!(
        "WITH mine AS (SELECT id FROM carts WHERE user_id = $1 OR token_hash = $2 FOR UPDATE),
         uncoded AS (DELETE FROM cart_codes c USING mine WHERE c.cart_id = mine.id)
         DELETE FROM cart_items i USING mine WHERE i.cart_id = mine.id",
        owner.user(),
        owner.token(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the code off a cart, if there is one.
///
/// # Errors
/// Only the database's.
pub async fn remove_code(connection: &mut PgConnection, owner: &Owner) -> Result<(), Error> {
    sqlx::query!(
        "WITH mine AS (SELECT id FROM carts WHERE user_id = $1 OR token_hash = $2 FOR UPDATE)
         DELETE FROM cart_codes c USING mine WHERE c.cart_id = mine.id",
        owner.user(),
        owner.token(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
