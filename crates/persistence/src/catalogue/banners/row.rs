use chrono::{DateTime, Utc};
use doorbuster_domain::BannerId;
use doorbuster_domain::catalogue::Banner;
use uuid::Uuid;

/// A row of `banners`.
pub(super) struct BannerRow {
    pub(super) id: Uuid,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) link: String,
    pub(super) image_url: Option<String>,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: Option<DateTime<Utc>>,
    pub(super) position: i32,
    pub(super) archived: bool,
    pub(super) version: i64,
    /// PostgreSQL's clock when the row was read.
    pub(super) now: DateTime<Utc>,
}

/// Selects [`BannerRow`]s: `select_banners!("WHERE …", arguments…)`.
macro_rules! select_banners {
    ($tail:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            crate::catalogue::banners::row::BannerRow,
            "SELECT id, title, text, link, image_url, starts_at, ends_at, position, archived, version, now() AS \"now!\"
             FROM banners " + $tail
            $(, $argument)*
        )
    };
}
pub(super) use select_banners;

impl From<BannerRow> for (Banner, DateTime<Utc>) {
    fn from(row: BannerRow) -> Self {
        let BannerRow {
            id,
            title,
            text,
            link,
            image_url,
            starts_at,
            ends_at,
            position,
            archived,
            version,
            now,
        } = row;
        let id = BannerId(id);
        (Banner { id, title, text, link, image_url, starts_at, ends_at, position, archived, version }, now)
    }
}
