use chrono::{DateTime, Utc};
use doorbuster_domain::platform::{Cursor, Limit, SortKey};
use serde::Deserialize;

use crate::problem::ApiError;

/// `limit` and `cursor` of a list that is sorted by a `K`, checked.
#[derive(Clone, Copy, Debug)]
pub struct PageQuery<K = DateTime<Utc>> {
    /// How many items.
    pub limit: Limit,
    /// Where the page before ended.
    pub after: Option<Cursor<K>>,
}

/// Which part of a list that has no filters. Those with filters have these two among them.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl PageParams {
    /// Checks them.
    ///
    /// # Errors
    /// 422 that names the parameter.
    pub fn check<K: SortKey>(&self) -> Result<PageQuery<K>, ApiError> {
        PageQuery::read(self.limit, self.cursor.as_deref())
    }
}

impl<K: SortKey> PageQuery<K> {
    /// Checks what the query string said.
    ///
    /// # Errors
    /// 422 that names the parameter.
    pub fn read(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, ApiError> {
        let limit = match limit {
            None => Limit::default(),
            Some(limit) => Limit::new(limit)
                .ok_or_else(|| ApiError::field("#limit", format!("a number from 1 to {}", Limit::MAX)))?,
        };
        let after = cursor.map(str::parse).transpose();
        let after = after.map_err(|error| ApiError::field("#cursor", format!("{error}")))?;
        Ok(Self { limit, after })
    }
}
