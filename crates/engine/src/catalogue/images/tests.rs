use doorbuster_domain::catalogue::{PictureFile, PictureFormat};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage, load_from_memory};

use super::*;

/// Red on the left, blue on the right.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(
        width,
        height,
        |x, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) },
    )
}

fn written(pixels: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    DynamicImage::from(pixels.clone()).write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A JPEG whose camera was held in this way (EXIF orientation, 1 to 8), and says where it was.
fn photographed(pixels: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    // A description: the camera's owner would not like it to be shown.
    exif.extend([0x0E, 0x01, 2, 0, 12, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"at my house\0");
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new(&mut file);
    encoder.set_exif_metadata(exif).unwrap();
    let (width, height) = pixels.dimensions();
    encoder.write_image(pixels, width, height, image::ExtendedColorType::Rgb8).unwrap();
    file
}

fn sizes(rendered: &Rendered) -> Vec<(PictureFormat, u32, u32)> {
    let mut sizes: Vec<_> =
        rendered.files.iter().map(|(file, _)| (file.format, file.width, file.height)).collect();
    sizes.sort_by_key(|(format, width, _)| (*format == PictureFormat::Webp, *width));
    sizes
}

fn contains(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|window| window == text)
}

#[test]
fn every_format_becomes_all_forms_of_the_same_shape() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let rendered = render(&written(&halves(2000, 1000), format), None).unwrap();
        let widths = [(160, 80), (640, 320), (1600, 800)];
        let all = [PictureFormat::Jpeg, PictureFormat::Webp].into_iter();
        let expected: Vec<_> =
            all.flat_map(|format| widths.map(|(width, height)| (format, width, height))).collect();
        assert_eq!(sizes(&rendered), expected);
        for (PictureFile { width, height, format, .. }, content) in &rendered.files {
            let kind = if *format == PictureFormat::Jpeg { ImageFormat::Jpeg } else { ImageFormat::WebP };
            assert_eq!(image::guess_format(content).unwrap(), kind);
            let pixels = load_from_memory(content).unwrap().into_rgb8();
            assert_eq!(pixels.dimensions(), (*width, *height));
            let [left, right] = [width / 4, width * 3 / 4].map(|x| pixels.get_pixel(x, height / 2).0);
            assert!(left[0] > 180 && left[2] < 70 && right[2] > 180 && right[0] < 70, "{left:?} {right:?}");
        }
    }
}

#[test]
fn nothing_is_enlarged_and_one_pixel_is_a_picture() {
    let rendered = render(&written(&halves(300, 200), ImageFormat::Png), None).unwrap();
    assert_eq!(rendered.picture.files().len(), 4);
    assert_eq!((rendered.picture.width(), rendered.picture.height()), (300, 200));
    let pixel = render(&written(&halves(1, 1), ImageFormat::Png), None).unwrap();
    assert_eq!(sizes(&pixel), [(PictureFormat::Jpeg, 1, 1), (PictureFormat::Webp, 1, 1)]);
}

#[test]
fn photographs_are_turned_and_tell_nothing_else() {
    let photograph = photographed(&halves(800, 400), 6);
    assert!(contains(&photograph, b"at my house"));
    let rendered = render(&photograph, Some("image/jpeg")).unwrap();
    assert_eq!((rendered.picture.width(), rendered.picture.height()), (400, 800));
    for (file, content) in &rendered.files {
        assert!(!contains(content, b"at my house") && !contains(content, b"Exif"), "{file}");
        let pixels = load_from_memory(content).unwrap().into_rgb8();
        let top = pixels.get_pixel(file.width / 2, file.height / 4).0;
        assert!(top[0] > 180 && top[2] < 70, "what was left is on top: {top:?}");
    }
}

#[test]
fn what_is_clear_becomes_white() {
    let clear = RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0]));
    let mut file = std::io::Cursor::new(Vec::new());
    clear.write_to(&mut file, ImageFormat::Png).unwrap();
    for (_, content) in render(&file.into_inner(), None).unwrap().files {
        let middle = load_from_memory(&content).unwrap().into_rgb8().get_pixel(20, 20).0;
        assert!(middle.iter().all(|colour| *colour > 250), "{middle:?}");
    }
}

#[test]
fn the_same_content_is_the_same_picture() {
    let [first, again] = [(); 2].map(|()| render(&written(&halves(50, 50), ImageFormat::Png), None).unwrap());
    assert_eq!(first.picture, again.picture);
    let other = render(&written(&halves(50, 52), ImageFormat::Png), None).unwrap();
    assert_ne!(first.picture.url(), other.picture.url());
}

fn refused(bytes: &[u8], announced: Option<&str>) -> Option<ImageRefusal> {
    render(bytes, announced).err()
}

#[test]
fn what_is_no_picture_is_refused() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    for bytes in [&b""[..], b"GIF89a\x01\x00\x01\x00", svg, b"<html>", b"%PDF-1.7", b"RIFF\x10\0\0\0AVI "] {
        assert_eq!(refused(bytes, Some("image/jpeg")), Some(ImageRefusal::Unknown));
    }
    let png = written(&halves(20, 20), ImageFormat::Png);
    let mislabelled = ImageRefusal::Mislabelled { announced: "image/jpeg".into(), found: "image/png" };
    assert_eq!(refused(&png, Some("image/jpeg")), Some(mislabelled));
    assert_eq!(refused(&png, Some("application/octet-stream")), None);
}

#[test]
fn what_is_cut_off_is_refused() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        // Noise, so that its pixels reach to the end of the file.
        let noise = RgbImage::from_fn(64, 64, |x, y| {
            let [a, b, ..] = (x * 7919 + y * 104_729).wrapping_mul(2_654_435_761).to_be_bytes();
            Rgb([a, b, a ^ b])
        });
        let whole = written(&noise, format);
        assert_eq!(refused(&whole, None), None);
        for share in [10, 30, 50, 70, 90] {
            let part = &whole[..whole.len() * share / 100];
            assert_eq!(refused(part, None), Some(ImageRefusal::Damaged), "{share} % of a {format:?}");
        }
    }
}
