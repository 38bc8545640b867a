use std::fmt::Write as _;

use super::colour::Colour;

/// What is drawn so far. Light comes from the left; things stand at the origin, upwards is negative.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    svg: String,
}

impl Canvas {
    /// The drawing as an SVG of this size.
    pub(super) fn into_svg(self, width: u32, height: u32) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">{}</svg>",
            self.svg
        )
    }

    /// A filled path.
    pub(super) fn fill(&mut self, path: &str, colour: Colour) {
        let _ = write!(self.svg, "<path fill=\"{}\" d=\"{path}\"/>", colour.hex());
    }

    /// A filled path that lets `opacity` percent be seen.
    pub(super) fn glaze(&mut self, path: &str, colour: Colour, opacity: u8) {
        let _ = write!(
            self.svg,
            "<path fill=\"{}\" opacity=\"{}\" d=\"{path}\"/>",
            colour.hex(),
            f32::from(opacity) / 100.0
        );
    }

    /// A line with round ends.
    pub(super) fn line(&mut self, path: &str, colour: Colour, width: f32) {
        let _ = write!(
            self.svg,
            "<path fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linecap=\"round\" \
             stroke-linejoin=\"round\" d=\"{path}\"/>",
            colour.hex(),
            n(width)
        );
    }

    pub(super) fn ellipse(&mut self, x: f32, y: f32, rx: f32, ry: f32, colour: Colour) {
        self.fill(&oval(x, y, rx, ry), colour);
    }

    pub(super) fn rect(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour) {
        self.fill(&format!("M{} {}h{}v{}h{}z", n(x), n(y), n(width), n(height), n(-width)), colour);
    }

    /// A closed shape through these points.
    pub(super) fn polygon(&mut self, points: &[(f32, f32)], colour: Colour) {
        self.fill(&closed(points), colour);
    }

    /// Draws `what` moved, and then scaled and turned (degrees).
    pub(super) fn placed(&mut self, x: f32, y: f32, scale: f32, turn: f32, what: impl FnOnce(&mut Self)) {
        let turned = if turn == 0.0 { String::new() } else { format!(" rotate({})", n(turn)) };
        let _ =
            write!(self.svg, "<g transform=\"translate({} {}){turned} scale({})\">", n(x), n(y), n(scale));
        what(self);
        self.svg.push_str("</g>");
    }

    /// Draws `what` where `path` is.
    pub(super) fn within(&mut self, id: &str, path: &str, what: impl FnOnce(&mut Self)) {
        let _ = write!(
            self.svg,
            "<clipPath id=\"{id}\"><path d=\"{path}\"/></clipPath><g clip-path=\"url(#{id})\">"
        );
        what(self);
        self.svg.push_str("</g>");
    }
}

/// A number in as few letters as it needs.
pub(super) fn n(value: f32) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

pub(super) fn oval(x: f32, y: f32, rx: f32, ry: f32) -> String {
    let (left, across, back) = (n(x - rx), n(rx * 2.0), n(rx * -2.0));
    let (rx, ry) = (n(rx), n(ry));
    format!("M{left} {}a{rx} {ry} 0 1 0 {across} 0a{rx} {ry} 0 1 0 {back} 0z", n(y))
}

pub(super) fn closed(points: &[(f32, f32)]) -> String {
    open(points) + "z"
}

pub(super) fn open(points: &[(f32, f32)]) -> String {
    let points: Vec<_> = points.iter().map(|(x, y)| format!("{} {}", n(*x), n(*y))).collect();
    format!("M{}", points.join("L"))
}

/// A rectangle with round corners.
pub(super) fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> String {
    let (r, h, v) = (n(radius), n(width - 2.0 * radius), n(height - 2.0 * radius));
    let minus_r = n(-radius);
    format!(
        "M{} {}h{h}a{r} {r} 0 0 1 {r} {r}v{v}a{r} {r} 0 0 1 {minus_r} {r}h-{h}a{r} {r} 0 0 1 {minus_r} {minus_r}v-{v}a{r} {r} 0 0 1 {r} {minus_r}z",
        n(x + radius),
        n(y)
    )
}
