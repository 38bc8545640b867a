//! What an upload may cost in memory. In a process of its own, so that nobody else's memory is measured.
#![expect(clippy::unwrap_used, reason = "a step that cannot go on fails its test")]

use std::fs;
use std::io::Write as _;

use doorbuster_engine::catalogue::images::{ImageRefusal, render};

/// A real PNG of this size in a few kilobytes: all of one colour, so its pixels are packed to almost nothing.
fn packed(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().unwrap();
    let mut pixels = writer.stream_writer().unwrap();
    let row = vec![0; usize::try_from(width.div_ceil(8)).unwrap()];
    for _ in 0..height {
        pixels.write_all(&row).unwrap();
    }
    pixels.finish().unwrap();
    writer.finish().unwrap();
    file
}

/// The most memory that the process has had since it was last asked, in KiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let peak = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    fs::write("/proc/self/clear_refs", "5").unwrap();
    peak
}

/// How much memory the peak rose by, in MiB.
fn cost<T>(work: impl FnOnce() -> T) -> (T, u64) {
    peak();
    let before = peak();
    let done = work();
    (done, peak().saturating_sub(before) / 1024)
}

#[test]
fn what_is_too_large_is_refused_before_memory_is_taken_for_it() {
    let bomb = packed(30_000, 30_000);
    assert!(bomb.len() < 1_000_000, "{} bytes", bomb.len());
    let (refused, mebibytes) = cost(|| render(&bomb, Some("image/png")).map(|_| ()));
    assert_eq!(refused, Err(ImageRefusal::TooManyPixels { width: 30_000, height: 30_000 }));
    assert!(mebibytes < 8, "{mebibytes} MiB for a file that is refused");

    // The measure measures: the largest that is taken needs what it needs, and no more than a few times its pixels.
    let largest = packed(8_000, 5_000);
    let (rendered, mebibytes) = cost(|| render(&largest, Some("image/png")).map(|_| ()));
    assert_eq!(rendered, Ok(()));
    assert!((38..400).contains(&mebibytes), "{mebibytes} MiB for 40 megapixels");
}
