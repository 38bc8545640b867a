//! Small things beside the thing.

use super::ours;
use crate::demo::pictures::canvas::{Canvas, n, oval};
use crate::demo::pictures::colour::Colour;

fn leaf(canvas: &mut Canvas, x: f32, y: f32, turn: f32, length: f32, colour: Colour) {
    canvas.placed(x, y, length / 100.0, turn, |canvas| {
        canvas.fill("M0 0q42 -34 100 0q-54 34 -100 0z", colour);
        canvas.fill("M0 0q54 34 100 0z", colour.darker(18));
    });
}

pub(super) fn olive_branch(canvas: &mut Canvas) {
    canvas.line("M-60 12q80 -30 170 -20", ours("bark"), 5.0);
    for (x, y, turn) in [
        (-40.0, 4.0, -60.0),
        (0.0, -8.0, 40.0),
        (30.0, -14.0, -50.0),
        (62.0, -14.0, 35.0),
        (96.0, -12.0, -20.0),
    ] {
        leaf(canvas, x, y, turn, 62.0, ours("leaf"));
    }
    for (x, y) in [(-10.0, 18.0), (46.0, 12.0)] {
        canvas.ellipse(x, y, 19.0, 15.0, ours("forest"));
        canvas.ellipse(x - 6.0, y - 5.0, 6.0, 4.0, ours("forest").lighter(40));
    }
}

/// Grapes of this colour.
pub(super) fn grapes(canvas: &mut Canvas, colour: Colour) {
    canvas.line("M84 -66q10 -26 34 -30", ours("bark"), 6.0);
    leaf(canvas, 92.0, -78.0, 205.0, 70.0, ours("leaf"));
    let rows: [(f32, f32, u8); 5] =
        [(-2.0, -8.0, 3), (14.0, -30.0, 4), (34.0, -50.0, 3), (60.0, -64.0, 2), (60.0, -10.0, 2)];
    for (left, y, count) in rows {
        for place in 0..count {
            let x = left + f32::from(place) * 30.0;
            canvas.ellipse(x, y, 17.0, 17.0, colour.darker(12));
            canvas.ellipse(x - 3.0, y - 3.0, 13.0, 13.0, colour);
            canvas.ellipse(x - 6.0, y - 7.0, 4.0, 4.0, colour.lighter(45));
        }
    }
}

pub(super) fn apple(canvas: &mut Canvas, colour: Colour) {
    canvas.line("M0 -92q4 -22 20 -30", ours("bark"), 6.0);
    leaf(canvas, 6.0, -104.0, -24.0, 54.0, ours("leaf"));
    canvas.fill(
        "M0 -88c50 -26 76 10 62 52c-10 32 -34 44 -62 36c-28 8 -52 -4 -62 -36c-14 -42 12 -78 62 -52z",
        colour,
    );
    canvas.fill("M22 -94c38 -6 52 26 40 58c-10 32 -34 44 -62 36c40 -8 50 -52 22 -94z", colour.darker(18));
    canvas.fill("M-44 -66c6 -14 16 -18 26 -16c-14 8 -20 22 -22 38c-8 -6 -8 -14 -4 -22z", colour.lighter(38));
}

/// A glass of something.
pub(super) fn glass(canvas: &mut Canvas, content: Colour) {
    canvas.fill(
        "M-44 -230h88c12 70 -2 120 -36 130v78q34 4 40 18h-96q6 -14 40 -18v-78c-34 -10 -48 -60 -36 -130z",
        ours("glass"),
    );
    canvas.fill("M-48 -178q48 12 96 0c2 44 -14 74 -48 74c-34 0 -50 -30 -48 -74z", content);
    canvas.fill("M14 -170q18 -2 34 -8c2 44 -14 74 -48 74c14 -20 18 -42 14 -66z", content.darker(18));
    canvas.glaze("M-36 -214l12 0q-6 52 4 88q-18 -24 -16 -88z", Colour::WHITE, 70);
}

pub(super) fn walnut(canvas: &mut Canvas) {
    let shell = ours("oak");
    canvas.ellipse(0.0, -26.0, 34.0, 27.0, shell);
    canvas.fill("M6 -52c28 2 36 30 22 44c-10 8 -20 9 -30 9c22 -14 22 -36 8 -53z", shell.darker(18));
    canvas.line("M-4 -52c-12 16 -12 36 0 52", shell.darker(30), 3.5);
    canvas.line("M-22 -36q8 4 6 14M16 -38q-6 8 0 14", shell.darker(24), 3.0);
}

/// A sprig of herbs, in this colour at the tips.
pub(super) fn sprig(canvas: &mut Canvas, tips: Colour) {
    for (turn, length) in [(-18.0_f32, 150.0_f32), (-4.0, 172.0), (10.0, 158.0)] {
        canvas.placed(0.0, 0.0, 1.0, 70.0 + turn, |canvas| {
            canvas.line(
                &format!("M0 0q-8 {} 0 {}", n(-length / 2.0), n(-length)),
                ours("leaf").darker(10),
                4.0,
            );
            for place in 0..5_u8 {
                let y = -length * (0.3 + 0.08 * f32::from(place));
                leaf(canvas, 0.0, y, -40.0, 26.0, ours("leaf"));
                leaf(canvas, 0.0, y, 220.0, 26.0, ours("leaf"));
            }
            for place in 0..5_u8 {
                let y = -length + 10.0 * f32::from(place);
                canvas.fill(&oval(0.0, y, 5.0 + f32::from(place), 7.0), tips);
            }
        });
    }
}

/// A spoon that lies.
pub(super) fn spoon(canvas: &mut Canvas) {
    let wood = ours("oak");
    canvas.line("M20 -14L170 -34", wood, 13.0);
    canvas.line("M20 -11L170 -31", wood.darker(18), 5.0);
    canvas.ellipse(-8.0, -12.0, 40.0, 19.0, wood);
    canvas.ellipse(-8.0, -14.0, 28.0, 11.0, wood.darker(24));
}

/// A board with a handle, under what is drawn on it.
pub(super) fn board(canvas: &mut Canvas, width: f32) {
    let wood = ours("wood");
    let half = n(width / 2.0);
    canvas.fill(
        &format!(
            "M-{half} -6q0 -26 40 -26h{}q40 0 40 26v16q0 10 -12 10h-{}q-12 0 -12 -10z",
            n(width - 80.0),
            n(width - 24.0)
        ),
        wood.darker(22),
    );
    canvas.fill(
        &format!(
            "M-{half} -8q0 -26 40 -26h{}q40 0 40 26q0 14 -40 14h-{}q-40 0 -40 -14z",
            n(width - 80.0),
            n(width - 80.0)
        ),
        wood,
    );
    canvas.line(
        &format!("M{} -20h{}M{} -6h{}", n(-width * 0.4), n(width * 0.5), n(-width * 0.2), n(width * 0.55)),
        wood.darker(10),
        3.0,
    );
}
