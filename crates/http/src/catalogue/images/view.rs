use doorbuster_domain::catalogue::{Image, Picture, PictureFormat};
use serde::{Deserialize, Serialize};

/// A picture to be shown.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewImage)]
pub(crate) struct NewImageBody {
    /// Where it is: what an upload answered, another path of this site, or an https address.
    #[schema(example = "/demo/ember-kettle.svg", max_length = 500)]
    url: String,
    /// What it shows, for who does not see it; empty when it only decorates.
    #[serde(default)]
    #[schema(example = "A black kettle with a thin curved spout", max_length = 200)]
    alt: String,
}

/// A picture.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Image)]
pub(crate) struct ImageView {
    /// What it shows, for who does not see it; empty when it only decorates.
    #[schema(example = "A black kettle with a thin curved spout", max_length = 200)]
    alt: String,
    #[serde(flatten)]
    picture: PictureView,
}

/// A picture's files.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Picture)]
pub(crate) struct PictureView {
    /// Where it is: a path of this site or an https address. Always good as an `<img>`'s `src`.
    #[schema(example = "/images/5f0c0d5b6f7a4a6a9d6a3b1c2d3e4f50-1600x1200.jpg", max_length = 500)]
    url: String,
    /// Width in pixels, to reserve its place; null when the picture is not ours.
    #[schema(example = 1600)]
    width: Option<u32>,
    /// Height in pixels; null when the picture is not ours.
    #[schema(example = 1200)]
    height: Option<u32>,
    /// The same picture smaller, the best format first: `<source>`s of a `<picture>`. Empty where one file is for all sizes.
    sources: Vec<PictureSource>,
}

/// A picture's files in one format.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PictureSource {
    /// The format.
    #[serde(rename = "type")]
    #[schema(example = "image/webp")]
    kind: &'static str,
    /// Every width there is, narrowest first, as `srcset` takes them.
    #[schema(example = "/images/5f0c0d5b6f7a4a6a9d6a3b1c2d3e4f50-160x120.webp 160w")]
    srcset: String,
}

impl PictureView {
    /// What is known of the picture at `url`.
    pub(crate) fn at(url: String) -> Self {
        let Some(picture) = Picture::of_url(&url) else {
            return Self { url, width: None, height: None, sources: Vec::new() };
        };
        let formats = [PictureFormat::Webp, PictureFormat::Jpeg];
        let sources = formats.into_iter().filter_map(|format| PictureSource::of(&picture, format)).collect();
        Self { url, width: Some(picture.width()), height: Some(picture.height()), sources }
    }
}

impl PictureSource {
    fn of(picture: &Picture, format: PictureFormat) -> Option<Self> {
        let sizes = picture.sizes(format);
        let widths: Vec<_> = sizes.iter().map(|file| format!("{} {}w", file.url(), file.width)).collect();
        (!widths.is_empty()).then(|| Self { kind: format.media_type(), srcset: widths.join(", ") })
    }
}

impl From<Image> for ImageView {
    fn from(image: Image) -> Self {
        let Image { url, alt } = image;
        Self { alt, picture: PictureView::at(url) }
    }
}

impl From<NewImageBody> for Image {
    fn from(image: NewImageBody) -> Self {
        let NewImageBody { url, alt } = image;
        Self { url, alt }
    }
}
