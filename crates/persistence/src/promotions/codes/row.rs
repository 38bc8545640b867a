use chrono::{DateTime, Utc};
use doorbuster_domain::promotions::{Code, CodeValue, NewCode};
use doorbuster_domain::{CodeId, Currency, Money};
use serde::Deserialize;
use uuid::Uuid;

use crate::Error;

/// A row of `codes`, unchecked.
#[derive(Deserialize)]
pub(crate) struct CodeRow {
    pub(super) id: Uuid,
    pub(super) code: String,
    pub(super) title: String,
    pub(super) percent: Option<i16>,
    pub(super) amount_minor: Option<i64>,
    pub(super) minimum_minor: Option<i64>,
    pub(super) currency: String,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) total_limit: Option<i64>,
    pub(super) per_customer_limit: Option<i32>,
    pub(super) redeemed: i64,
    pub(super) archived: bool,
    pub(super) version: i64,
    pub(super) created_at: DateTime<Utc>,
}

/// Selects [`CodeRow`]s: `select_codes!("WHERE …", arguments…)`.
macro_rules! select_codes {
    ($tail:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            crate::promotions::codes::row::CodeRow,
            "SELECT id, code, title, percent, amount_minor, minimum_minor, currency, starts_at, ends_at, total_limit,
                 per_customer_limit, redeemed, archived, version, created_at
             FROM codes " + $tail
            $(, $argument)*
        )
    };
}
pub(super) use select_codes;

impl TryFrom<CodeRow> for Code {
    type Error = Error;

    fn try_from(row: CodeRow) -> Result<Self, Error> {
        let CodeRow {
            id,
            code,
            title,
            percent,
            amount_minor,
            minimum_minor,
            currency,
            starts_at,
            ends_at,
            total_limit,
            per_customer_limit,
            redeemed,
            archived,
            version,
            created_at,
        } = row;
        let currency: Currency = currency.parse().map_err(|_| Error::Corrupt("codes.currency"))?;
        let value = match (percent, amount_minor) {
            (Some(percent), None) => {
                CodeValue::Percent(u8::try_from(percent).map_err(|_| Error::Corrupt("codes.percent"))?)
            }
            (None, Some(minor)) => CodeValue::Amount(Money::new(minor, currency)),
            (Some(_), Some(_)) | (None, None) => return Err(Error::Corrupt("codes.percent")),
        };
        let total_limit = total_limit.map(u32::try_from).transpose();
        let per_customer_limit = per_customer_limit.map(u32::try_from).transpose();
        Ok(Self {
            id: CodeId(id),
            code: code.parse().map_err(|_| Error::Corrupt("codes.code"))?,
            title,
            value,
            minimum: minimum_minor.map(|minor| Money::new(minor, currency)),
            starts_at,
            ends_at,
            total_limit: total_limit.map_err(|_| Error::Corrupt("codes.total_limit"))?,
            per_customer_limit: per_customer_limit.map_err(|_| Error::Corrupt("codes.per_customer_limit"))?,
            redeemed: u32::try_from(redeemed).map_err(|_| Error::Corrupt("codes.redeemed"))?,
            archived,
            version,
            created_at,
        })
    }
}

/// The value of a code as its two columns: percent and minor units.
pub(super) fn value_columns(new: &NewCode) -> (Option<i16>, Option<i64>) {
    match new.value {
        CodeValue::Percent(percent) => (Some(i16::from(percent)), None),
        CodeValue::Amount(amount) => (None, Some(amount.minor)),
    }
}
