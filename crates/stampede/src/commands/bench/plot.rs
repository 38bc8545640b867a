//! Plots as SVG, written by hand: bars and dots are all that is needed. Readable on light and on dark pages.

use std::fmt::Write;

use super::report::{Medians, Report};
use crate::report::{Latency, Spread, thousands};

const WIDTH: f64 = 860.0;
const LABELS: f64 = 270.0;
const VALUES: f64 = 150.0;
const ROW: f64 = 30.0;
const TOP: f64 = 58.0;
const BOTTOM: f64 = 34.0;

/// Greys and colours with enough contrast on white and on black; pages that say which they are get better ones.
const STYLE: &str = "<style>\
text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#57606a}\
.title{font-size:16px;font-weight:600}.small{font-size:11px}.end{text-anchor:end}.middle{text-anchor:middle}\
.grid{stroke:#8c959f;stroke-opacity:.35}.range{stroke:#57606a;stroke-width:1.5}\
.ours{fill:#1a7f37}.other{fill:#8250df}.p50{fill:#1a7f37}.p99{fill:#bf8700}.p999{fill:#cf222e}\
@media(prefers-color-scheme:dark){text{fill:#adbac7}.range{stroke:#adbac7}\
.ours,.p50{fill:#3fb950}.other{fill:#a371f7}.p99{fill:#d29922}.p999{fill:#f85149}}\
</style>";

/// The plots of a report: file name, title, SVG. Only what was measured.
pub(super) fn plots(report: &Report) -> Vec<(&'static str, &'static str, String)> {
    let mut plots = Vec::new();
    if report.medians.iter().any(is_closed) {
        plots.push(("throughput.svg", "Answers a second", throughput(report)));
    }
    if !report.medians.is_empty() {
        plots.push(("latency.svg", "Latency", latency(report)));
    }
    if report.sizes.len() > 1 {
        plots.push(("history.svg", "Purchases a second with a long history", history(report)));
    }
    plots
}

fn is_closed(found: &Medians) -> bool {
    !found.key.contains("_at_")
}

struct Bar {
    label: String,
    value: Spread,
    ours: bool,
}

fn throughput(report: &Report) -> String {
    let bars: Vec<Bar> = report
        .medians
        .iter()
        .filter(|found| is_closed(found))
        .map(|found| Bar {
            label: found.name.to_owned(),
            value: found.per_second,
            ours: found.key.starts_with("lanes") || found.key == "sold_out",
        })
        .collect();
    bars_of("Answers a second: medians, least and most", &bars)
}

fn history(report: &Report) -> String {
    let bars: Vec<Bar> = report
        .sizes
        .iter()
        .filter_map(|size| {
            let rates: Vec<f64> = size.rounds.iter().map(|round| round.per_second).collect();
            let label = format!("{} old orders", thousands(crate::report::float(size.rows)));
            Some(Bar { label, value: Spread::of(&rates)?, ours: true })
        })
        .collect();
    bars_of("Purchases a second by orders in the table: medians, least and most", &bars)
}

fn bars_of(title: &str, bars: &[Bar]) -> String {
    let most = bars.iter().map(|bar| bar.value.max).fold(1.0, f64::max);
    let room = WIDTH - LABELS - VALUES;
    let x = |value: f64| LABELS + value / most * room;
    let mut svg = Svg::new(title, bars.len());
    for (at, class, name) in [(10.0, "ours", "the shop"), (110.0, "other", "what it is compared with")] {
        if bars.iter().any(|bar| bar.ours == (class == "ours")) {
            svg.put(format_args!(
                r#"<rect class="{class}" x="{:.1}" y="38" width="12" height="12" rx="2"/>"#,
                LABELS + at
            ));
            svg.text(LABELS + at + 18.0, 48.0, "", name);
        }
    }
    for (place, Bar { label, value: Spread { median, min, max }, ours }) in (0_u32..).zip(bars) {
        let y = f64::from(place).mul_add(ROW, TOP);
        let middle = y + ROW / 2.0;
        let class = if *ours { "ours" } else { "other" };
        svg.text(LABELS - 10.0, middle + 4.0, "end", label);
        svg.put(format_args!(
            r#"<rect class="{class}" x="{LABELS}" y="{:.1}" width="{:.1}" height="18" rx="2"/>"#,
            y + 6.0,
            (x(*median) - LABELS).max(1.0)
        ));
        svg.put(format_args!(
            r#"<path class="range" d="M{:.1} {middle:.1}H{:.1}M{:.1} {:.1}v8M{:.1} {:.1}v8"/>"#,
            x(*min),
            x(*max),
            x(*min),
            middle - 4.0,
            x(*max),
            middle - 4.0
        ));
        svg.text(x(*max) + 10.0, middle + 4.0, "", &thousands(*median));
    }
    svg.finish()
}

/// Quantiles on a logarithmic axis: what differs is how many times as long somebody waits.
fn latency(report: &Report) -> String {
    let lines: Vec<(&str, Latency)> = report
        .medians
        .iter()
        .filter(|found| found.server_us.is_some())
        .map(|found| (found.name, found.latency_ms))
        .collect();
    let all = |pick: fn(f64, f64) -> f64, start: f64| {
        lines.iter().flat_map(|(_, found)| [found.p50, found.p999]).filter(|ms| *ms > 0.0).fold(start, pick)
    };
    let low = all(f64::min, 1.0).log10().floor();
    let high = all(f64::max, 10.0).log10().ceil();
    let room = WIDTH - LABELS - 40.0;
    let x = |ms: f64| LABELS + (ms.max(1e-3).log10() - low) / (high - low) * room;
    let mut svg = Svg::new("Latency in ms, logarithmic: medians of the rounds' quantiles", lines.len());
    let bottom = svg.height - BOTTOM;
    let mut exponent = low;
    while exponent <= high {
        let at = x(10_f64.powf(exponent));
        svg.put(format_args!(r#"<path class="grid" d="M{at:.1} {TOP}V{bottom:.1}"/>"#));
        svg.text(at, bottom + 18.0, "middle small", &format!("{}", 10_f64.powf(exponent)));
        exponent += 1.0;
    }
    for (place, (label, found)) in (0_u32..).zip(&lines) {
        let y = f64::from(place).mul_add(ROW, TOP) + ROW / 2.0;
        svg.text(LABELS - 10.0, y + 4.0, "end", label);
        svg.put(format_args!(
            r#"<path class="range" d="M{:.1} {y:.1}H{:.1}"/>"#,
            x(found.p50),
            x(found.p999)
        ));
        for (class, ms) in [("p50", found.p50), ("p99", found.p99), ("p999", found.p999)] {
            svg.put(format_args!(
                r#"<circle class="{class}" cx="{:.1}" cy="{y:.1}" r="5.5"><title>{class} {ms:.2} ms</title></circle>"#,
                x(ms)
            ));
        }
    }
    for (place, (class, name)) in (0_u32..).zip([("p50", "p50"), ("p99", "p99"), ("p999", "p99.9")]) {
        let at = f64::from(place).mul_add(70.0, LABELS + 10.0);
        svg.put(format_args!(r#"<circle class="{class}" cx="{at:.1}" cy="44" r="5.5"/>"#));
        svg.text(at + 12.0, 48.0, "", name);
    }
    svg.finish()
}

struct Svg {
    text: String,
    height: f64,
}

impl Svg {
    fn new(title: &str, rows: usize) -> Self {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        let height = f64::from(rows).mul_add(ROW, TOP) + BOTTOM;
        let mut svg = Self { text: String::new(), height };
        svg.put(format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"><title>{title}</title>{STYLE}"#
        ));
        svg.text(12.0, 26.0, "title", title);
        svg
    }

    fn put(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _full = self.text.write_fmt(what);
        self.text.push('\n');
    }

    fn text(&mut self, x: f64, y: f64, class: &str, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        self.put(format_args!(r#"<text class="{class}" x="{x:.1}" y="{y:.1}">{text}</text>"#));
    }

    fn finish(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::{Bar, bars_of};
    use crate::report::Spread;

    #[test]
    fn a_bar_is_as_long_as_its_value() {
        let bar = |label: &str, median: f64, ours| Bar {
            label: label.to_owned(),
            value: Spread { median, min: median / 2.0, max: median },
            ours,
        };
        let svg = bars_of("A < B & C", &[bar("all", 440.0, true), bar("half", 220.0, false)]);
        assert!(svg.contains("A &lt; B &amp; C"), "{svg}");
        assert!(svg.contains(r#"class="ours" x="270" y="64.0" width="440.0""#), "{svg}");
        assert!(svg.contains(r#"class="other" x="270" y="94.0" width="220.0""#), "{svg}");
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    }
}
