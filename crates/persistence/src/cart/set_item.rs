use doorbuster_domain::{CartId, ProductId};
use sqlx::PgConnection;

use super::Owner;
use crate::Error;

/// What a new cart gets, in case that there is none yet.
#[derive(Clone, Copy, Debug)]
pub struct Fresh {
    /// Its id.
    pub id: CartId,
    /// SHA-256 of the token that its guest will show; meaningless for an account.
    pub token_hash: [u8; 32],
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetItem {
    /// It is so. Says whether the cart was made for it.
    Done {
        /// Whether there was none before.
        made: bool,
    },
    /// There is no such product.
    Unknown,
    /// The product is not sold any more.
    Unavailable,
    /// There are fewer units.
    Insufficient {
        /// How many there are.
        available: i64,
    },
    /// No other product fits into the cart.
    Full,
}

/// Makes it `quantity` units (1 to 999) of a product in the cart of `owner`; the cart is made when there is none. One round
/// trip. Nothing is held by that: only a checkout holds.
///
/// # Errors
/// Only the database's.
pub async fn set_item(
    connection: &mut PgConnection,
    owner: &Owner,
    fresh: &Fresh,
    product: ProductId,
    quantity: u32,
) -> Result<SetItem, Error> {
    let row = sqlx::query!(
        r#"SELECT verdict AS "verdict!", available, cart FROM set_cart_item($1, $2, $3, $4, $5, $6)"#,
        owner.user(),
        owner.token(),
        fresh.id.0,
        fresh.token_hash.as_slice(),
        product.0,
        i32::try_from(quantity).unwrap_or(i32::MAX),
    )
    .fetch_one(connection)
    .await?;
    match row.verdict.as_str() {
        "ok" => Ok(SetItem::Done { made: row.cart == Some(fresh.id.0) }),
        "unknown" => Ok(SetItem::Unknown),
        "unavailable" => Ok(SetItem::Unavailable),
        "insufficient" => Ok(SetItem::Insufficient { available: row.available.unwrap_or_default().max(0) }),
        "full" => Ok(SetItem::Full),
        _ => Err(Error::Corrupt("set_cart_item.verdict")),
    }
}
