//! What is poured.

use super::{label, ours, props};
use crate::demo::pictures::canvas::{Canvas, rounded};
use crate::demo::pictures::colour::Colour;
use crate::demo::pictures::turned::Turned;

/// Red is in dark glass; through pale glass one sees the wine.
fn glass(wine: Colour) -> Colour {
    if wine.is_dark() { ours("bottle").with(wine, 22) } else { wine.with(ours("bottle"), 18) }
}

/// A wine bottle of this outline, with a capsule and a label.
fn wine(
    canvas: &mut Canvas,
    outline: &Turned,
    content: Colour,
    accent: Colour,
    capsule: (f32, f32),
    paper: (f32, f32),
) {
    outline.draw(canvas, glass(content));
    outline.band(canvas, capsule.0, capsule.1, (-1.0, 1.0), accent);
    outline.ring(canvas, capsule.1 - 8.0, accent.lighter(35), 3.0);
    label(canvas, outline, paper, ours("paper"), accent);
}

pub(super) fn bordeaux(canvas: &mut Canvas, main: Colour, accent: Colour) {
    canvas.placed(170.0, -8.0, 0.98, 0.0, |canvas| props::glass(canvas, main));
    let outline = Turned::new(
        &[
            (-500.0, 19.0),
            (-500.0, 19.0),
            (-470.0, 18.0),
            (-360.0, 18.0),
            (-312.0, 40.0),
            (-280.0, 64.0),
            (-250.0, 67.0),
            (-20.0, 67.0),
            (0.0, 62.0),
        ],
        0.08,
    );
    wine(canvas, &outline, main, accent, (-500.0, -400.0), (-225.0, -75.0));
    canvas.placed(-230.0, 22.0, 1.15, 0.0, |canvas| {
        props::grapes(canvas, if main.is_dark() { ours("plum") } else { ours("lime") });
    });
}

pub(super) fn burgundy(canvas: &mut Canvas, main: Colour, accent: Colour) {
    canvas.placed(-176.0, -10.0, 0.98, 0.0, |canvas| props::glass(canvas, main));
    let outline = Turned::new(
        &[
            (-495.0, 19.0),
            (-495.0, 19.0),
            (-460.0, 18.0),
            (-390.0, 20.0),
            (-300.0, 44.0),
            (-225.0, 70.0),
            (-170.0, 74.0),
            (-20.0, 74.0),
            (0.0, 68.0),
        ],
        0.08,
    );
    wine(canvas, &outline, main, accent, (-495.0, -398.0), (-172.0, -55.0));
    canvas.placed(130.0, 24.0, 1.15, 0.0, |canvas| {
        props::grapes(canvas, if main.is_dark() { ours("plum") } else { ours("lime") });
    });
}

pub(super) fn flute(canvas: &mut Canvas, main: Colour, accent: Colour) {
    canvas.placed(158.0, -4.0, 1.05, 0.0, |canvas| props::glass(canvas, main));
    let outline = Turned::new(
        &[
            (-540.0, 17.0),
            (-540.0, 17.0),
            (-480.0, 18.0),
            (-360.0, 32.0),
            (-230.0, 54.0),
            (-160.0, 60.0),
            (-20.0, 60.0),
            (0.0, 55.0),
        ],
        0.08,
    );
    wine(canvas, &outline, main, accent, (-540.0, -430.0), (-185.0, -60.0));
}

pub(super) fn champagne(canvas: &mut Canvas, main: Colour, accent: Colour) {
    canvas.placed(-168.0, -12.0, 0.98, 0.0, |canvas| props::glass(canvas, main.with(ours("straw"), 70)));
    canvas.placed(172.0, 8.0, 1.06, 0.0, |canvas| props::glass(canvas, main.with(ours("straw"), 70)));
    let outline = Turned::new(
        &[
            (-500.0, 25.0),
            (-500.0, 25.0),
            (-480.0, 27.0),
            (-440.0, 22.0),
            (-370.0, 26.0),
            (-280.0, 54.0),
            (-215.0, 78.0),
            (-160.0, 83.0),
            (-20.0, 83.0),
            (0.0, 76.0),
        ],
        0.08,
    );
    wine(canvas, &outline, main, accent, (-500.0, -330.0), (-172.0, -58.0));
    outline.band(canvas, -345.0, -315.0, (-1.0, 1.0), ours("paper"));
}

pub(super) fn clavelin(canvas: &mut Canvas, main: Colour, accent: Colour) {
    canvas.placed(176.0, -6.0, 0.9, 0.0, |canvas| props::glass(canvas, main));
    let outline = Turned::new(
        &[
            (-440.0, 20.0),
            (-440.0, 20.0),
            (-400.0, 19.0),
            (-330.0, 20.0),
            (-296.0, 56.0),
            (-270.0, 80.0),
            (-240.0, 84.0),
            (-20.0, 78.0),
            (0.0, 72.0),
        ],
        0.08,
    );
    wine(canvas, &outline, main, accent, (-440.0, -350.0), (-215.0, -70.0));
    canvas.placed(-150.0, 12.0, 1.1, 0.0, props::walnut);
    canvas.placed(-206.0, 24.0, 1.0, 20.0, props::walnut);
}

pub(super) fn beer(canvas: &mut Canvas, main: Colour, accent: Colour) {
    canvas.placed(172.0, 2.0, 1.1, 0.0, |canvas| props::glass(canvas, ours("amber")));
    let outline = Turned::new(
        &[
            (-420.0, 24.0),
            (-420.0, 24.0),
            (-400.0, 22.0),
            (-330.0, 24.0),
            (-270.0, 46.0),
            (-225.0, 72.0),
            (-190.0, 76.0),
            (-20.0, 76.0),
            (0.0, 70.0),
        ],
        0.08,
    );
    outline.draw(canvas, Colour::new(92, 54, 32));
    canvas.fill(&rounded(-30.0, -440.0, 60.0, 28.0, 8.0), accent);
    canvas.fill(&rounded(6.0, -440.0, 24.0, 28.0, 8.0), accent.darker(22));
    label(canvas, &outline, (-180.0, -55.0), main, accent);
    outline.band(canvas, -345.0, -300.0, (-1.0, 1.0), main);
}

/// Square shoulders and a cork, for spirits and liqueurs.
pub(super) fn decanter(canvas: &mut Canvas, main: Colour, accent: Colour) {
    canvas.placed(190.0, 2.0, 0.72, 0.0, |canvas| props::glass(canvas, main));
    let outline = Turned::new(
        &[
            (-390.0, 30.0),
            (-390.0, 30.0),
            (-370.0, 26.0),
            (-310.0, 26.0),
            (-278.0, 62.0),
            (-250.0, 98.0),
            (-215.0, 106.0),
            (-24.0, 104.0),
            (0.0, 96.0),
        ],
        0.09,
    );
    let cork = Turned::straight(&[(-448.0, 34.0), (-385.0, 27.0)], 0.1);
    cork.draw(canvas, ours("cork"));
    canvas.ellipse(0.0, -448.0, 34.0, 7.0, ours("cork").lighter(25));
    outline.draw(canvas, ours("glass"));
    outline.band(canvas, -236.0, 0.0, (-0.94, 0.94), main);
    canvas.glaze(&outline.strip(-0.78, -0.5), Colour::WHITE, 45);
    label(canvas, &outline, (-185.0, -60.0), ours("paper"), accent);
    outline.band(canvas, -392.0, -368.0, (-1.0, 1.0), accent);
}

pub(super) fn oil(canvas: &mut Canvas, main: Colour, accent: Colour) {
    let outline = Turned::new(
        &[
            (-430.0, 22.0),
            (-430.0, 22.0),
            (-400.0, 20.0),
            (-330.0, 20.0),
            (-305.0, 34.0),
            (-280.0, 66.0),
            (-262.0, 70.0),
            (-262.0, 70.0),
            (-14.0, 70.0),
            (0.0, 66.0),
        ],
        0.08,
    );
    let cork = Turned::straight(&[(-470.0, 20.0), (-425.0, 17.0)], 0.1);
    cork.draw(canvas, ours("cork"));
    outline.draw(canvas, main.with(ours("gold"), 20));
    outline.band(canvas, -432.0, -415.0, (-1.0, 1.0), main.lighter(30));
    label(canvas, &outline, (-220.0, -80.0), ours("paper"), accent);
    canvas.placed(140.0, -6.0, 1.0, -12.0, props::olive_branch);
}

pub(super) fn vial(canvas: &mut Canvas, main: Colour, accent: Colour) {
    let outline = Turned::straight(&[(-250.0, 58.0), (-10.0, 58.0), (0.0, 54.0)], 0.14);
    outline.draw(canvas, ours("glass"));
    outline.band(canvas, -110.0, -4.0, (-0.92, 0.92), main);
    for (x, y) in [(-34.0, -124.0), (-12.0, -132.0), (10.0, -122.0), (28.0, -130.0), (-4.0, -112.0)] {
        canvas.line(&format!("M{x} {y}q8 -16 22 -10"), main.lighter(15), 5.0);
    }
    canvas.glaze(&outline.strip(-0.78, -0.5), Colour::WHITE, 50);
    let cork = Turned::straight(&[(-306.0, 52.0), (-250.0, 48.0)], 0.14);
    cork.draw(canvas, ours("cork"));
    canvas.ellipse(0.0, -306.0, 52.0, 8.0, ours("cork").lighter(25));
    label(canvas, &outline, (-208.0, -136.0), ours("paper"), accent);
}
