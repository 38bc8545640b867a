use doorbuster_domain::platform::{Cursor, Limit};

use crate::problem::ApiError;

/// `limit` and `cursor` of a list, checked.
#[derive(Clone, Copy, Debug)]
pub struct PageQuery {
    /// How many items.
    pub limit: Limit,
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

impl PageQuery {
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
