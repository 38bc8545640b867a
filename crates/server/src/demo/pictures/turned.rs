use super::canvas::{Canvas, closed, open};
use super::colour::Colour;

/// Something round, as from a potter's wheel or a lathe: half of its width at each height, from the top (negative) down.
/// A point that is there twice is an edge.
#[derive(Clone, Debug)]
pub(super) struct Turned {
    /// (y, radius), along the outline.
    outline: Vec<(f32, f32)>,
    /// How much we look down on it: the height of a circle seen from the side, as a share of its width.
    pub(super) tilt: f32,
}

/// Points between two points of the outline.
const STEPS: u8 = 6;

impl Turned {
    pub(super) fn new(points: &[(f32, f32)], tilt: f32) -> Self {
        let at =
            |place: usize| points.get(place.min(points.len().saturating_sub(1))).copied().unwrap_or_default();
        let mut outline = Vec::new();
        for place in 0..points.len().saturating_sub(1) {
            let (before, from, to, after) =
                (at(place.saturating_sub(1)), at(place), at(place + 1), at(place + 2));
            for step in 0..STEPS {
                let t = f32::from(step) / f32::from(STEPS);
                outline.push((
                    between(before.0, from.0, to.0, after.0, t),
                    between(before.1, from.1, to.1, after.1, t).max(0.0),
                ));
            }
        }
        outline.push(at(points.len()));
        Self { outline, tilt }
    }

    /// Straight sides.
    pub(super) fn straight(points: &[(f32, f32)], tilt: f32) -> Self {
        Self { outline: points.to_vec(), tilt }
    }

    fn ends(&self) -> ((f32, f32), (f32, f32)) {
        (self.outline.first().copied().unwrap_or_default(), self.outline.last().copied().unwrap_or_default())
    }

    /// What lies between two shares of the width: −1 is its left edge, 1 its right one.
    pub(super) fn strip(&self, left: f32, right: f32) -> String {
        let (_, (bottom, radius)) = self.ends();
        let mut points: Vec<_> = self.outline.iter().map(|(y, r)| (r * left, *y)).collect();
        points.extend(arc(bottom, radius, left, right, self.tilt));
        points.extend(self.outline.iter().rev().map(|(y, r)| (r * right, *y)));
        closed(&points)
    }

    /// The whole of it with its light and its shade.
    pub(super) fn draw(&self, canvas: &mut Canvas, colour: Colour) {
        canvas.fill(&self.strip(-1.0, 1.0), colour);
        canvas.fill(&self.strip(0.42, 1.0), colour.darker(16));
        canvas.fill(&self.strip(0.78, 1.0), colour.darker(30));
        canvas.fill(&self.strip(-0.8, -0.56), colour.lighter(26));
    }

    /// A band around it, such as a label: from `top` to `bottom`, over this share of its width.
    pub(super) fn band(&self, canvas: &mut Canvas, top: f32, bottom: f32, share: (f32, f32), colour: Colour) {
        let (left, right) = share;
        for (left, right, colour) in [
            (left, right, colour),
            (0.42_f32.max(left), right, colour.darker(10)),
            (0.78_f32.max(left), right, colour.darker(22)),
        ] {
            if left < right {
                canvas.fill(&self.band_path(top, bottom, left, right), colour);
            }
        }
    }

    fn band_path(&self, top: f32, bottom: f32, left: f32, right: f32) -> String {
        let between = self.outline.iter().filter(|(y, _)| top < *y && *y < bottom);
        let (above, below) = (self.radius(top), self.radius(bottom));
        let mut points: Vec<(f32, f32)> = arc(top, above, right, left, self.tilt).collect();
        points.extend(between.clone().map(|(y, r)| (r * left, y + sag(*r, left, self.tilt))));
        points.extend(arc(bottom, below, left, right, self.tilt));
        let back: Vec<_> = between.map(|(y, r)| (r * right, y + sag(*r, right, self.tilt))).collect();
        points.extend(back.into_iter().rev());
        closed(&points)
    }

    /// A line around it.
    pub(super) fn ring(&self, canvas: &mut Canvas, y: f32, colour: Colour, width: f32) {
        let points: Vec<_> = arc(y, self.radius(y), -0.97, 0.97, self.tilt).collect();
        canvas.line(&open(&points), colour, width);
    }

    /// Half of its width there.
    pub(super) fn radius(&self, y: f32) -> f32 {
        let mut pairs = self.outline.iter().zip(self.outline.iter().skip(1));
        let around = pairs.find(|(above, below)| above.0 <= y && y <= below.0 && above.0 < below.0);
        around.map_or_else(
            || self.ends().1.1,
            |(above, below)| above.1 + (below.1 - above.1) * (y - above.0) / (below.0 - above.0),
        )
    }

    /// Its top, seen from above: what is in it, with its rim.
    pub(super) fn top(&self, canvas: &mut Canvas, rim: Colour, inside: Colour) {
        let ((y, radius), _) = self.ends();
        canvas.ellipse(0.0, y, radius, radius * self.tilt, rim);
        canvas.ellipse(0.0, y, radius * 0.9, radius * self.tilt * 0.84, inside);
    }
}

/// How much lower a circle that is seen from above is in front.
fn sag(radius: f32, share: f32, tilt: f32) -> f32 {
    radius * tilt * (1.0 - share * share).max(0.0).sqrt()
}

fn arc(y: f32, radius: f32, from: f32, to: f32, tilt: f32) -> impl Iterator<Item = (f32, f32)> {
    (0..=12_u8).map(move |step| {
        let share = from + (to - from) * f32::from(step) / 12.0;
        (radius * share, y + sag(radius, share, tilt))
    })
}

/// Between two values, smoothly (Catmull and Rom).
fn between(before: f32, from: f32, to: f32, after: f32, t: f32) -> f32 {
    let (a, b) = ((to - before) / 2.0, (after - from) / 2.0);
    let (t2, t3) = (t * t, t * t * t);
    (2.0 * t3 - 3.0 * t2 + 1.0) * from + (t3 - 2.0 * t2 + t) * a + (3.0 * t2 - 2.0 * t3) * to + (t3 - t2) * b
}
