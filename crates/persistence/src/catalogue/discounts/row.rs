use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::{Discount, DiscountTarget};
use doorbuster_domain::{DiscountId, ProductId, TaxonId};
use uuid::Uuid;

use crate::Error;

/// A row of `discounts`, unchecked.
pub(super) struct DiscountRow {
    pub(super) id: Uuid,
    pub(super) title: String,
    pub(super) percent: i16,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) product_id: Option<Uuid>,
    pub(super) taxon_id: Option<Uuid>,
    pub(super) archived: bool,
    pub(super) version: i64,
    pub(super) created_at: DateTime<Utc>,
}

/// Selects [`DiscountRow`]s: `select_discounts!("WHERE …", arguments…)`.
macro_rules! select_discounts {
    ($tail:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            crate::catalogue::discounts::row::DiscountRow,
            "SELECT id, title, percent, starts_at, ends_at, product_id, taxon_id, archived, version, created_at
             FROM discounts " + $tail
            $(, $argument)*
        )
    };
}
pub(super) use select_discounts;

impl TryFrom<DiscountRow> for Discount {
    type Error = Error;

    fn try_from(row: DiscountRow) -> Result<Self, Error> {
        let DiscountRow {
            id,
            title,
            percent,
            starts_at,
            ends_at,
            product_id,
            taxon_id,
            archived,
            version,
            created_at,
        } = row;
        let target = match (product_id, taxon_id) {
            (None, None) => DiscountTarget::Everything,
            (Some(product), None) => DiscountTarget::Product(ProductId(product)),
            (None, Some(taxon)) => DiscountTarget::Taxon(TaxonId(taxon)),
            (Some(_), Some(_)) => return Err(Error::Corrupt("discounts.product_id")),
        };
        let percent = u8::try_from(percent).map_err(|_| Error::Corrupt("discounts.percent"))?;
        let id = DiscountId(id);
        Ok(Self { id, title, percent, starts_at, ends_at, target, archived, version, created_at })
    }
}
