use chrono::{DateTime, Utc};
use doorbuster_domain::BannerId;
use doorbuster_domain::catalogue::Banner;
use doorbuster_domain::platform::Page;
use serde::Serialize;

use crate::catalogue::images::PictureView;

/// A banner of the home page.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Banner)]
pub(super) struct BannerView {
    /// Its id.
    id: BannerId,
    /// What it says large.
    #[schema(example = "Kettles that pour")]
    title: String,
    /// What it says small.
    #[schema(example = "A fifth off until Sunday")]
    text: String,
    /// Where it leads: a path of this site or an https address.
    #[schema(example = "/products/ember-kettle")]
    link: String,
    /// Its picture, likewise.
    #[schema(example = "/demo/ember-kettle.svg")]
    image_url: Option<String>,
    /// Its picture's files.
    image: Option<PictureView>,
    /// Shown from here (inclusive).
    starts_at: DateTime<Utc>,
    /// Shown until here (exclusive); null: until it is archived.
    ends_at: Option<DateTime<Utc>>,
    /// The lowest comes first.
    #[schema(example = 10)]
    position: i32,
    /// Taken down.
    archived: bool,
    /// Whether everybody sees it now.
    shown: bool,
    /// Counts the edits; in quotes it is the banner's `ETag`.
    #[schema(example = 1)]
    version: i64,
}

/// One page of banners.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = BannerPage)]
pub(super) struct BannersPage {
    /// The banners by position.
    items: Vec<BannerView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

impl BannerView {
    /// The banner as it is at `now`.
    pub(super) fn at(banner: Banner, now: DateTime<Utc>) -> Self {
        let shown = banner.is_shown(now);
        let Banner { id, title, text, link, image_url, starts_at, ends_at, position, archived, version } =
            banner;
        let image = image_url.clone().map(PictureView::at);
        Self {
            id,
            title,
            text,
            link,
            image_url,
            image,
            starts_at,
            ends_at,
            position,
            archived,
            shown,
            version,
        }
    }
}

impl From<Page<(Banner, DateTime<Utc>), String>> for BannersPage {
    fn from(page: Page<(Banner, DateTime<Utc>), String>) -> Self {
        let Page { items, next } = page.map(|(banner, now)| BannerView::at(banner, now));
        Self { items, next_cursor: next }
    }
}
