use doorbuster_domain::DiscountId;
use doorbuster_domain::catalogue::Discount;
use sqlx::PgConnection;

use super::row::select_discounts;
use crate::Error;

/// A discount, in force or not.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, id: DiscountId) -> Result<Option<Discount>, Error> {
    let row = select_discounts!("WHERE id = $1", id.0).fetch_optional(connection).await?;
    row.map(Discount::try_from).transpose()
}
