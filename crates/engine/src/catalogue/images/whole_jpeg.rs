/// Start of a scan: what follows its header is coded pixels.
const SCAN: u8 = 0xDA;
/// End of the image.
const END: u8 = 0xD9;

/// Whether a JPEG goes on to its end. The decoder paints grey what is missing, so it has to be asked beforehand.
pub(super) fn is_whole(jpeg: &[u8]) -> bool {
    let mut rest = jpeg.get(2..).unwrap_or_default();
    while let Some(marker) = next_marker(&mut rest) {
        if marker == END {
            return true;
        }
        let [high, low, ..] = rest else { return false };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let Some(behind) = rest.get(length.max(2)..) else { return false };
        rest = behind;
        if marker == SCAN {
            rest = behind_pixels(rest);
        }
    }
    false
}

/// The next marker; `rest` is behind it then. Markers may be filled up with FF.
fn next_marker(rest: &mut &[u8]) -> Option<u8> {
    let [0xFF, behind @ ..] = *rest else { return None };
    let filling = behind.iter().take_while(|byte| **byte == 0xFF).count();
    let (marker, behind) = behind.get(filling..)?.split_first()?;
    *rest = behind;
    Some(*marker)
}

/// From the first marker behind coded pixels. Among them, FF stands before 00 and before restarts only.
fn behind_pixels(coded: &[u8]) -> &[u8] {
    let marker = |pair: &[u8]| matches!(pair, [0xFF, code] if *code != 0 && !(0xD0..=0xD7).contains(code));
    let at = coded.windows(2).position(marker).unwrap_or(coded.len());
    coded.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_inside_of_something_is_not_the_end() {
        // A thumbnail's end in a segment, escaped and restart bytes among the pixels.
        let jpeg = [
            0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 0xFF, 0xD9, 0xFF, 0xFF, 0xDA, 0, 2, 1, 0xFF, 0, 0xFF, 0xD0, 2,
            0xFF, 0xD9,
        ];
        assert!(is_whole(&jpeg));
        for length in 0..jpeg.len() {
            assert!(!is_whole(&jpeg[..length]), "{length}");
        }
        let with_more = [jpeg.as_slice(), b"whatever follows"].concat();
        assert!(is_whole(&with_more));
    }
}
