use chrono::{DateTime, Utc};
use doorbuster_domain::platform::Page;
use doorbuster_domain::promotions::{Code, CodeValue};
use doorbuster_domain::{CodeId, Money};
use serde::Serialize;

/// A discount code.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DiscountCode)]
pub(super) struct CodeView {
    /// Its id.
    id: CodeId,
    /// What customers type, in capitals.
    #[schema(example = "WELCOME10")]
    code: String,
    /// What it is called.
    #[schema(example = "Welcome to the shop")]
    title: String,
    /// Percent off the goods; null when it is an amount.
    #[schema(example = 10)]
    percent: Option<u8>,
    /// Off the goods, at most what they cost; null when it is a percentage.
    amount: Option<Money>,
    /// What the goods must cost.
    minimum: Option<Money>,
    /// In force from here (inclusive).
    starts_at: DateTime<Utc>,
    /// In force until here (exclusive).
    ends_at: DateTime<Utc>,
    /// How many orders may use it; null without a limit.
    #[schema(example = 1000)]
    total_limit: Option<u32>,
    /// How many orders of one customer may use it; null without a limit.
    #[schema(example = 1)]
    per_customer_limit: Option<u32>,
    /// How many orders hold a use of it now.
    #[schema(example = 42)]
    redeemed: u32,
    /// Called off.
    archived: bool,
    /// Counts the edits; in quotes it is the code's `ETag`.
    #[schema(example = 1)]
    version: i64,
}

/// One page of discount codes.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DiscountCodePage)]
pub(super) struct CodesPage {
    /// The codes, newest first.
    items: Vec<CodeView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

impl From<Code> for CodeView {
    fn from(code: Code) -> Self {
        let Code {
            id,
            code,
            title,
            value,
            minimum,
            starts_at,
            ends_at,
            total_limit,
            per_customer_limit,
            redeemed,
            archived,
            version,
            created_at: _,
        } = code;
        let (percent, amount) = match value {
            CodeValue::Percent(percent) => (Some(percent), None),
            CodeValue::Amount(amount) => (None, Some(amount)),
        };
        Self {
            id,
            code: code.to_string(),
            title,
            percent,
            amount,
            minimum,
            starts_at,
            ends_at,
            total_limit,
            per_customer_limit,
            redeemed,
            archived,
            version,
        }
    }
}

impl From<Page<Code>> for CodesPage {
    fn from(page: Page<Code>) -> Self {
        let Page { items, next } = page.map(CodeView::from).into_text();
        Self { items, next_cursor: next }
    }
}
