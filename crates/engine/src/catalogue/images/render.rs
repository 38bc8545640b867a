use bytes::Bytes;
use doorbuster_domain::catalogue::{Picture, PictureFile, PictureFormat};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, RgbImage, RgbaImage};
use sha2::{Digest as _, Sha256};

use super::decode::{ImageRefusal, decode};

/// Part of every name: whoever makes pictures another way raises it.
const WAY: &[u8] = b"doorbuster picture 1\0";
const JPEG_QUALITY: u8 = 82;
const WEBP_QUALITY: f32 = 78.0;

/// A picture with all of its files.
pub struct Rendered {
    /// The picture.
    pub picture: Picture,
    /// Its files.
    pub files: Vec<(PictureFile, Bytes)>,
}

/// Makes every form of an upload: the right way up, on white, without the metadata that it came with. `announced` is the
/// media type that it came with, if any.
///
/// # Errors
/// [`ImageRefusal`].
pub fn render(bytes: &[u8], announced: Option<&str>) -> Result<Rendered, ImageRefusal> {
    let pixels = decode(bytes, announced)?;
    let picture = Picture::of_pixels(digest(bytes), pixels.width(), pixels.height());
    let mut pixels = on_white(shrunk_roughly(pixels, &picture));
    let mut files = Vec::new();
    // The largest first: each smaller one is made of the one before.
    let sizes = picture.sizes(PictureFormat::Jpeg);
    for jpeg in sizes.into_iter().rev() {
        if (pixels.width(), pixels.height()) != (jpeg.width, jpeg.height) {
            pixels = pixels.resize_exact(jpeg.width, jpeg.height, FilterType::Lanczos3);
        }
        let webp = jpeg.written_as(PictureFormat::Webp);
        files.push((jpeg, as_jpeg(&pixels)?));
        files.push((webp, as_webp(&pixels)?));
    }
    Ok(Rendered { picture, files })
}

/// Names a content, and the way it is treated.
pub(super) fn digest(bytes: &[u8]) -> u128 {
    let hash = Sha256::new().chain_update(WAY).chain_update(bytes).finalize();
    hash.iter().take(16).fold(0, |digest, byte| digest << 8 | u128::from(*byte))
}

/// What is much larger than its largest form is averaged to twice that first: fast, with little memory.
fn shrunk_roughly(pixels: DynamicImage, picture: &Picture) -> DynamicImage {
    let (width, height) = (picture.width() * 2, picture.height() * 2);
    if pixels.width() > width && pixels.height() > height {
        pixels.thumbnail_exact(width, height)
    } else {
        pixels
    }
}

/// Without transparency: what is clear becomes white, in every format alike.
fn on_white(pixels: DynamicImage) -> DynamicImage {
    if !pixels.color().has_alpha() {
        return pixels.into_rgb8().into();
    }
    let pixels: RgbaImage = pixels.into_rgba8();
    let mut opaque = RgbImage::new(pixels.width(), pixels.height());
    for (to, from) in opaque.pixels_mut().zip(pixels.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        let over =
            |colour: u16| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        to.0 = [over(red), over(green), over(blue)];
    }
    opaque.into()
}

fn as_jpeg(pixels: &DynamicImage) -> Result<Bytes, ImageRefusal> {
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY);
    pixels.write_with_encoder(encoder).map_err(|_| ImageRefusal::Damaged)?;
    Ok(file.into())
}

fn as_webp(pixels: &DynamicImage) -> Result<Bytes, ImageRefusal> {
    let encoder = webp::Encoder::from_rgb(pixels.as_bytes(), pixels.width(), pixels.height());
    let file = encoder.encode_simple(false, WEBP_QUALITY).map_err(|_| ImageRefusal::Damaged)?;
    Ok(Bytes::copy_from_slice(&file))
}
