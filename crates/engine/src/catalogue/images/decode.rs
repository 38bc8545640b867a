use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageResult, Limits, guess_format};

use super::whole_jpeg::is_whole;

/// Bytes of the largest upload: 10 MB.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Pixels of the longest side.
const LONGEST: u32 = 12_000;
/// Pixels in all: those of the best cameras.
const MOST_PIXELS: u64 = 40_000_000;
/// Bytes that the pixels may take: 16 bits per channel are twice as much.
const MOST_DECODED: u64 = 256 * 1024 * 1024;

/// Why something is no picture for the shop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageRefusal {
    /// It does not begin as one.
    #[error("this is no JPEG, PNG or WebP")]
    Unknown,
    /// It is announced as something else.
    #[error("it is announced as {announced}, but it is {found}")]
    Mislabelled {
        /// What it is said to be.
        announced: String,
        /// What it is.
        found: &'static str,
    },
    /// It ends too early, or what it says makes no picture.
    #[error("it is cut off or damaged")]
    Damaged,
    /// It says that it is larger than we want to know.
    #[error("it has {width} × {height} pixels: at most 12,000 a side and 40 megapixels are taken")]
    TooManyPixels {
        /// From left to right.
        width: u32,
        /// From top to bottom.
        height: u32,
    },
}

/// The pixels of an upload, the right way up. What it is decides its content, not its name; how large it is decides its
/// header, before any memory is taken for it.
pub(super) fn decode(bytes: &[u8], announced: Option<&str>) -> Result<DynamicImage, ImageRefusal> {
    let format = guess_format(bytes).map_err(|_| ImageRefusal::Unknown)?;
    let found = match format {
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Png => "image/png",
        ImageFormat::WebP => "image/webp",
        _ => return Err(ImageRefusal::Unknown),
    };
    // Whoever does not know announces bytes.
    if let Some(announced) = announced.filter(|kind| *kind != found && *kind != "application/octet-stream") {
        return Err(ImageRefusal::Mislabelled { announced: announced.to_owned(), found });
    }
    let cursor = Cursor::new(bytes);
    match format {
        ImageFormat::Jpeg if !is_whole(bytes) => Err(ImageRefusal::Damaged),
        ImageFormat::Jpeg => pixels(JpegDecoder::new(cursor)),
        ImageFormat::Png => pixels(PngDecoder::with_limits(cursor, limits())),
        _ => pixels(WebPDecoder::new(cursor)),
    }
}

fn pixels(decoder: ImageResult<impl ImageDecoder>) -> Result<DynamicImage, ImageRefusal> {
    let mut decoder = decoder.map_err(|_| ImageRefusal::Damaged)?;
    let (width, height) = decoder.dimensions();
    let fits = width.max(height) <= LONGEST
        && u64::from(width) * u64::from(height) <= MOST_PIXELS
        && decoder.total_bytes() <= MOST_DECODED;
    if !fits {
        return Err(ImageRefusal::TooManyPixels { width, height });
    }
    // The decoder's own needs besides.
    decoder.set_limits(limits()).map_err(|_| ImageRefusal::Damaged)?;
    // Odd metadata makes no picture worse.
    let orientation = decoder.orientation().ok();
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(|_| ImageRefusal::Damaged)?;
    if let Some(orientation) = orientation {
        pixels.apply_orientation(orientation);
    }
    Ok(pixels)
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(2 * MOST_DECODED);
    limits
}
