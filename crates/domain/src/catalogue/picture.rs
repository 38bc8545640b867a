use std::fmt;
use std::str::FromStr;

/// Where pictures of ours are served.
const FOLDER: &str = "/images/";

/// A picture that the shop keeps. Its name is its content's, so what is behind the name never changes; and it tells the
/// sizes there are, so that nobody has to look them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The start of the SHA-256 of what was uploaded, and of the way it was made smaller.
    digest: u128,
    /// Width of its largest form in pixels, or of a vector's own coordinates.
    width: u32,
    /// Height likewise.
    height: u32,
    vector: bool,
}

/// How a file of a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// The one that everybody reads.
    Jpeg,
    /// The smaller one.
    Webp,
    /// Drawn, not photographed: one file for all sizes. Only the shop itself makes them.
    Svg,
}

/// One file of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureFile {
    digest: u128,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// How it is written.
    pub format: PictureFormat,
}

impl Picture {
    /// Widths of the smaller forms in pixels: a thumbnail, and a card of a list.
    const SMALLER: [u32; 2] = [160, 640];
    /// Most pixels from left to right of the largest form.
    const WIDEST: u32 = 1600;
    /// Most pixels from top to bottom of the largest form.
    const HIGHEST: u32 = 3200;

    /// The picture that an upload of this size makes: as large as it was, but never larger than pages show.
    pub fn of_pixels(digest: u128, width: u32, height: u32) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let (width, height) = within(width, height, Self::WIDEST);
        // What is wider than high fits already.
        let (height, width) = within(height, width, Self::HIGHEST);
        Self { digest, width, height, vector: false }
    }

    /// A drawing, with the size of its coordinates.
    pub fn of_drawing(digest: u128, width: u32, height: u32) -> Self {
        Self { digest, width, height, vector: true }
    }

    /// The picture behind an address, if it looks like one of ours.
    pub fn of_url(url: &str) -> Option<Self> {
        let file: PictureFile = url.strip_prefix(FOLDER)?.parse().ok()?;
        let PictureFile { digest, width, height, format } = file;
        match format {
            PictureFormat::Jpeg => Some(Self { digest, width, height, vector: false }),
            PictureFormat::Svg => Some(Self { digest, width, height, vector: true }),
            // Everybody refers to the form that everybody reads.
            PictureFormat::Webp => None,
        }
    }

    /// Its address: that of its largest form, in the format that everybody reads.
    pub fn url(&self) -> String {
        self.largest().url()
    }

    /// Width of its largest form.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height of its largest form.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The file that [`Self::url`] names.
    pub fn largest(&self) -> PictureFile {
        let Self { digest, width, height, vector } = *self;
        let format = if vector { PictureFormat::Svg } else { PictureFormat::Jpeg };
        PictureFile { digest, width, height, format }
    }

    /// Its files in one format, narrowest first.
    pub fn sizes(&self, format: PictureFormat) -> Vec<PictureFile> {
        let Self { digest, width, height, vector } = *self;
        if vector != (format == PictureFormat::Svg) {
            return Vec::new();
        }
        let smaller = Self::SMALLER.into_iter().filter(|smaller| !vector && *smaller < width);
        let smaller = smaller.map(|most| within(width, height, most));
        let sizes = smaller.chain([(width, height)]);
        sizes.map(|(width, height)| PictureFile { digest, width, height, format }).collect()
    }

    /// All files that the store has of it.
    pub fn files(&self) -> Vec<PictureFile> {
        let formats = [PictureFormat::Jpeg, PictureFormat::Webp, PictureFormat::Svg];
        formats.into_iter().flat_map(|format| self.sizes(format)).collect()
    }
}

/// `side` reduced to `most`, and `other` in proportion, rounded, at least a pixel.
fn within(side: u32, other: u32, most: u32) -> (u32, u32) {
    if side <= most {
        return (side, other);
    }
    let (side, other, wide) = (u64::from(side), u64::from(other), u64::from(most));
    let scaled = (other * wide + side / 2) / side;
    (most, u32::try_from(scaled.max(1)).unwrap_or(u32::MAX))
}

impl PictureFormat {
    /// How its files' names end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Svg => "svg",
        }
    }

    /// What its files are announced as.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }
}

impl PictureFile {
    /// The same pixels in another format.
    #[must_use]
    pub fn written_as(self, format: PictureFormat) -> Self {
        Self { format, ..self }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("{FOLDER}{self}")
    }
}

/// Its name in the store and at the end of its address.
impl fmt::Display for PictureFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { digest, width, height, format } = self;
        write!(formatter, "{digest:032x}-{width}x{height}.{}", format.ending())
    }
}

/// The text names no file of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no name of a picture")]
pub struct NoPicture;

impl FromStr for PictureFile {
    type Err = NoPicture;

    fn from_str(name: &str) -> Result<Self, NoPicture> {
        let read = || -> Option<Self> {
            let (stem, ending) = name.split_once('.')?;
            let (digest, size) = stem.split_once('-')?;
            let (width, height) = size.split_once('x')?;
            let formats = [PictureFormat::Jpeg, PictureFormat::Webp, PictureFormat::Svg];
            let format = formats.into_iter().find(|format| format.ending() == ending)?;
            let digest = u128::from_str_radix(digest, 16).ok()?;
            Some(Self { digest, width: width.parse().ok()?, height: height.parse().ok()?, format })
        };
        // Written in exactly one way: nothing that a file system could read otherwise.
        read().filter(|file| file.to_string() == name).ok_or(NoPicture)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(width: u32, height: u32) -> Vec<(u32, u32)> {
        let picture = Picture::of_pixels(7, width, height);
        picture.sizes(PictureFormat::Webp).iter().map(|file| (file.width, file.height)).collect()
    }

    #[test]
    fn smaller_forms_keep_the_shape_and_nothing_is_enlarged() {
        assert_eq!(sizes(4000, 3000), [(160, 120), (640, 480), (1600, 1200)]);
        assert_eq!(sizes(640, 427), [(160, 107), (640, 427)]);
        assert_eq!(sizes(100, 50), [(100, 50)]);
        assert_eq!(sizes(12_000, 1), [(160, 1), (640, 1), (1600, 1)]);
        assert_eq!(sizes(1000, 12_000), [(160, 1918), (267, 3200)]);
    }

    #[test]
    fn an_address_tells_everything() {
        for picture in [Picture::of_pixels(u128::MAX, 3000, 2000), Picture::of_drawing(1, 1200, 900)] {
            assert_eq!(Picture::of_url(&picture.url()), Some(picture));
            for file in picture.files() {
                assert_eq!(file.to_string().parse(), Ok(file));
            }
        }
        assert_eq!(Picture::of_pixels(1, 3000, 2000).files().len(), 6);
        assert_eq!(Picture::of_drawing(1, 1200, 900).files().len(), 1);
        assert_eq!(Picture::of_drawing(1, 4, 3).url(), "/images/00000000000000000000000000000001-4x3.svg");
    }

    #[test]
    fn only_names_of_pictures_are_names() {
        let digest = "0".repeat(31) + "a";
        assert!(format!("{digest}-160x120.jpg").parse::<PictureFile>().is_ok());
        for name in [
            "",
            "../../etc/passwd",
            "a-1x1.jpg",
            &format!("{digest}-160x120.png"),
            &format!("{digest}-0160x120.jpg"),
            &format!("{digest}-+160x120.jpg"),
            &format!("{}-1x1.jpg", digest.to_uppercase()),
            &format!("{digest}-1x1.jpg/"),
            &format!("../{digest}-1x1.jpg"),
            &format!("{digest}-1x1.jpg.svg"),
        ] {
            assert_eq!(name.parse::<PictureFile>(), Err(NoPicture), "{name}");
        }
        for url in ["/demo/a.svg", "https://a.test/a.jpg", &format!("/images/{digest}-1x1.webp")] {
            assert_eq!(Picture::of_url(url), None, "{url}");
        }
    }
}
