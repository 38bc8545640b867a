//! Cheese, in all the shapes that it is known by.

use super::{ours, props};
use crate::demo::pictures::canvas::{Canvas, closed};
use crate::demo::pictures::colour::Colour;
use crate::demo::pictures::turned::Turned;

/// A wheel that somebody has begun.
pub(super) fn wheel(canvas: &mut Canvas, rind: Colour, paste: Colour) {
    props::board(canvas, 620.0);
    let side = Turned::new(
        &[(-170.0, 214.0), (-150.0, 224.0), (-80.0, 230.0), (-44.0, 224.0), (-28.0, 212.0)],
        0.26,
    );
    side.draw(canvas, rind);
    canvas.ellipse(0.0, -170.0, 214.0, 56.0, rind.lighter(18));
    canvas.ellipse(0.0, -171.0, 196.0, 49.0, rind.lighter(10));
    canvas.line("M-120 -176q60 -34 150 -26M-60 -150q40 10 90 6", rind.lighter(32), 4.0);
    // The wedge that is gone.
    canvas.polygon(&[(6.0, -170.0), (150.0, -131.0), (158.0, 12.0), (6.0, -38.0)], paste.darker(14));
    canvas.polygon(&[(6.0, -170.0), (38.0, -114.0), (40.0, 34.0), (6.0, -38.0)], paste);
    canvas.polygon(&[(38.0, -114.0), (150.0, -131.0), (158.0, 12.0), (40.0, 34.0)], ours("wood"));
    canvas.polygon(&[(6.0, -38.0), (158.0, 12.0), (40.0, 34.0)], ours("wood").darker(16));
    for (x, y, r) in [(60.0, -100.0, 6.0), (96.0, -74.0, 5.0), (120.0, -96.0, 4.0), (74.0, -54.0, 4.0)] {
        canvas.ellipse(x, y, r, r, paste.darker(26));
    }
}

fn wedge_shape(canvas: &mut Canvas, paste: Colour, rind: Colour, inside: impl FnOnce(&mut Canvas)) {
    props::board(canvas, 600.0);
    let face = [(-230.0, -130.0), (150.0, -104.0), (150.0, 8.0), (-230.0, -16.0)];
    canvas.polygon(&[(-230.0, -130.0), (60.0, -210.0), (206.0, -176.0), (150.0, -104.0)], paste.lighter(24));
    canvas.fill("M206 -176L150 -104V8L206 -62q14 -60 0 -114z", rind);
    canvas.polygon(&face, paste);
    canvas.within("face", &closed(&face), inside);
    canvas.polygon(&[(-230.0, -16.0), (150.0, 8.0), (150.0, -2.0), (-230.0, -27.0)], rind);
    canvas.polygon(&[(136.0, -106.0), (150.0, -104.0), (150.0, 8.0), (136.0, 7.0)], rind.lighter(14));
}

/// A wedge of hard cheese, its point to the left.
pub(super) fn wedge(canvas: &mut Canvas, paste: Colour, rind: Colour) {
    wedge_shape(canvas, paste, rind, |canvas| {
        for (x, y, r) in [
            (-90.0, -84.0, 7.0),
            (20.0, -60.0, 9.0),
            (80.0, -82.0, 6.0),
            (-20.0, -100.0, 5.0),
            (60.0, -30.0, 6.0),
        ] {
            canvas.ellipse(x, y, r, r * 0.8, paste.darker(18));
        }
        canvas.line("M-160 -60q60 -8 110 2M-20 -24q40 6 90 -2", paste.darker(10), 3.0);
    });
    canvas.placed(250.0, 20.0, 0.9, 0.0, props::walnut);
}

/// With the line of ash in its middle.
pub(super) fn morbier(canvas: &mut Canvas, paste: Colour, ash: Colour) {
    wedge_shape(canvas, paste, ours("ochre"), |canvas| {
        canvas.line("M-240 -76q90 -10 180 2t220 4", ash.darker(30), 7.0);
        for (x, y) in [(-60.0, -102.0), (70.0, -84.0), (10.0, -30.0)] {
            canvas.ellipse(x, y, 9.0, 6.0, paste.darker(16));
        }
    });
    canvas.placed(250.0, 20.0, 0.9, 0.0, props::walnut);
}

/// With blue veins.
pub(super) fn blue(canvas: &mut Canvas, paste: Colour, mould: Colour) {
    let veins = mould.with(Colour::new(58, 88, 104), 55);
    wedge_shape(canvas, paste, ours("stone"), |canvas| {
        for path in [
            "M-200 -70q30 -20 60 0t70 -8",
            "M-90 -50q40 24 80 4t90 10",
            "M-40 -104q24 18 60 10t80 14",
            "M30 -20q30 -18 60 -8t50 -10",
            "M-140 -34q20 14 44 8",
        ] {
            canvas.line(path, veins, 6.0);
        }
        for (x, y, r) in [
            (-120.0, -90.0, 8.0),
            (-30.0, -70.0, 10.0),
            (66.0, -58.0, 9.0),
            (110.0, -86.0, 7.0),
            (-4.0, -24.0, 8.0),
            (96.0, -24.0, 7.0),
        ] {
            canvas.ellipse(x, y, r * 1.3, r, veins.lighter(12));
        }
    });
    canvas.placed(236.0, 30.0, 0.62, 0.0, |canvas| props::grapes(canvas, ours("plum")));
}

/// A small one whose rind is its pride, bound or leafed in the second colour.
pub(super) fn round(canvas: &mut Canvas, rind: Colour, bands: Colour) {
    props::board(canvas, 560.0);
    let side = Turned::new(
        &[(-128.0, 158.0), (-112.0, 168.0), (-70.0, 172.0), (-30.0, 168.0), (-16.0, 156.0)],
        0.27,
    );
    side.draw(canvas, rind);
    canvas.ellipse(0.0, -128.0, 158.0, 43.0, rind.lighter(16));
    for y in [-100.0, -72.0, -44.0] {
        side.ring(canvas, y, bands, 8.0);
        side.ring(canvas, y + 3.0, bands.darker(25), 2.5);
    }
    canvas.line("M-90 -140q50 -22 110 -14M-40 -112q40 8 80 2", rind.lighter(34), 4.0);
    canvas.placed(240.0, 24.0, 0.9, 0.0, props::walnut);
}

fn cut_round(canvas: &mut Canvas, rind: Colour, paste: Colour, radius: f32, height: f32) {
    let side = Turned::new(
        &[(-height - 14.0, radius - 10.0), (-height, radius), (-24.0, radius), (-12.0, radius - 10.0)],
        0.27,
    );
    side.draw(canvas, rind);
    let top = -height - 14.0;
    canvas.ellipse(0.0, top, radius - 10.0, (radius - 10.0) * 0.27, rind.lighter(30));
    let (tip, left, right) =
        ((10.0, top), (radius * 0.28, top + radius * 0.26), (radius * 0.86, top + radius * 0.14));
    canvas.polygon(&[tip, right, (right.0, -20.0), (tip.0, -30.0)], paste.darker(12));
    canvas.polygon(&[tip, left, (left.0 + 4.0, 22.0), (tip.0, -30.0)], paste);
    canvas.polygon(&[left, right, (right.0 + 4.0, 6.0), (left.0 + 4.0, 26.0)], ours("wood"));
    canvas.polygon(&[(tip.0, -32.0), (right.0 + 4.0, 6.0), (left.0 + 4.0, 26.0)], ours("wood").darker(14));
}

/// A flat one with a soft rind, cut.
pub(super) fn brie(canvas: &mut Canvas, rind: Colour, paste: Colour) {
    props::board(canvas, 580.0);
    cut_round(canvas, rind, paste.with(ours("straw"), 30), 190.0, 78.0);
    canvas.placed(266.0, 22.0, 0.8, 0.0, |canvas| props::sprig(canvas, ours("lavender")));
}

/// In its round wooden box.
pub(super) fn boxed(canvas: &mut Canvas, rind: Colour, wood: Colour) {
    canvas.placed(150.0, -118.0, 1.0, 24.0, |canvas| {
        canvas.ellipse(0.0, 0.0, 176.0, 172.0, wood.darker(24));
        canvas.ellipse(-8.0, 0.0, 172.0, 172.0, wood);
        canvas.ellipse(-8.0, 0.0, 150.0, 150.0, wood.lighter(16));
        canvas.ellipse(-8.0, 0.0, 112.0, 112.0, ours("brick"));
        canvas.ellipse(-8.0, 0.0, 100.0, 100.0, ours("paper"));
        canvas.ellipse(-8.0, 0.0, 58.0, 58.0, ours("leaf"));
        canvas.fill("M-60 18q26 -44 52 -8q22 -30 52 8z", ours("forest"));
    });
    canvas.placed(-60.0, 30.0, 1.0, 0.0, |canvas| {
        let tray = Turned::straight(&[(-92.0, 196.0), (-20.0, 196.0)], 0.27);
        tray.draw(canvas, wood);
        tray.ring(canvas, -50.0, wood.darker(14), 3.0);
        canvas.ellipse(0.0, -92.0, 196.0, 53.0, wood.lighter(30));
        let side = Turned::new(&[(-124.0, 168.0), (-108.0, 178.0), (-92.0, 178.0)], 0.27);
        side.draw(canvas, rind.darker(6));
        canvas.ellipse(0.0, -124.0, 168.0, 45.0, rind.lighter(24));
        canvas.line(
            "M-110 -132q60 -26 140 -18M-50 -108q50 10 110 2M20 -150q40 4 70 14",
            rind.darker(10),
            4.0,
        );
    });
}

/// A square one.
pub(super) fn brick(canvas: &mut Canvas, rind: Colour, _board: Colour) {
    props::board(canvas, 600.0);
    super::block(canvas, 330.0, 118.0, 120.0, rind);
    canvas.line(
        "M-150 -20v-90M-100 -18v-94M-50 -18v-94M0 -18v-94M50 -18v-94M100 -18v-94",
        rind.darker(10),
        3.0,
    );
    canvas.line("M-130 -140l70 -40M-60 -140l70 -40M10 -140l70 -40M80 -140l70 -40", rind.lighter(40), 3.0);
    canvas.placed(262.0, 22.0, 0.8, 0.0, props::walnut);
}

pub(super) fn butter(canvas: &mut Canvas, butter: Colour, paper: Colour) {
    canvas.polygon(&[(-280.0, 6.0), (-150.0, -86.0), (300.0, -76.0), (240.0, 26.0)], paper);
    canvas.polygon(&[(-280.0, 6.0), (240.0, 26.0), (236.0, 36.0), (-276.0, 16.0)], paper.darker(20));
    canvas.placed(-10.0, -10.0, 1.0, 0.0, |canvas| {
        super::block(canvas, 320.0, 130.0, 110.0, butter);
        canvas.line("M-130 -76q24 -24 48 0t48 0t48 0t48 0t48 0", butter.lighter(40), 6.0);
    });
    canvas.placed(180.0, 34.0, 0.9, -6.0, props::spoon);
}

pub(super) fn crottin(canvas: &mut Canvas, rind: Colour, paste: Colour) {
    props::board(canvas, 580.0);
    let one = |canvas: &mut Canvas, x: f32, y: f32| {
        canvas.placed(x, y, 1.0, 0.0, |canvas| {
            let side = Turned::new(
                &[(-86.0, 84.0), (-74.0, 94.0), (-46.0, 97.0), (-20.0, 94.0), (-10.0, 84.0)],
                0.3,
            );
            side.draw(canvas, rind);
            canvas.ellipse(0.0, -86.0, 84.0, 25.0, rind.lighter(26));
            canvas.line("M-40 -92q30 -12 60 -4M-10 -76q20 4 40 0", rind.darker(10), 3.5);
        });
    };
    one(canvas, -130.0, -10.0);
    one(canvas, 66.0, -16.0);
    canvas.placed(-36.0, 22.0, 1.0, 0.0, |canvas| {
        let half = "M-92 -78q92 -40 184 0v62q-92 26 -184 0z";
        canvas.fill(half, paste.lighter(20));
        canvas.fill("M-92 -78q92 -40 184 0q-92 26 -184 0z", rind.lighter(26));
        canvas.line("M-92 -16q92 26 184 0", rind, 8.0);
    });
    canvas.placed(210.0, 24.0, 0.7, 0.0, |canvas| props::sprig(canvas, ours("lavender")));
}

/// A log in ash with a straw through it.
pub(super) fn log(canvas: &mut Canvas, ash: Colour, straw: Colour) {
    props::board(canvas, 640.0);
    canvas.line("M-290 -92L330 -66", straw, 9.0);
    canvas.fill("M-210 -146L200 -126q40 2 40 62t-40 62L-210 -24q-40 -2 -40 -61t40 -61z", ash);
    canvas.fill("M-236 -50L230 -30q-8 26 -30 28L-210 -24q-18 -1 -26 -26z", ash.darker(22));
    canvas.fill("M-220 -138L196 -118q16 0 24 12L-236 -122q6 -14 16 -16z", ash.lighter(26));
    canvas.ellipse(212.0, -65.0, 34.0, 62.0, ash.darker(10));
    canvas.ellipse(214.0, -65.0, 28.0, 55.0, ours("white"));
    canvas.ellipse(214.0, -65.0, 6.0, 8.0, straw.darker(20));
    canvas.line("M216 -66L330 -60", straw, 9.0);
}

/// A pyramid without its tip.
pub(super) fn pyramid(canvas: &mut Canvas, ash: Colour, paste: Colour) {
    props::board(canvas, 560.0);
    canvas.polygon(&[(-150.0, -16.0), (-86.0, -196.0), (40.0, -184.0), (86.0, 14.0)], ash.lighter(12));
    canvas.polygon(&[(86.0, 14.0), (40.0, -184.0), (112.0, -208.0), (190.0, -36.0)], ash.darker(18));
    canvas.polygon(&[(-86.0, -196.0), (-8.0, -218.0), (112.0, -208.0), (40.0, -184.0)], ash.lighter(36));
    canvas.polygon(&[(40.0, -184.0), (58.0, -108.0), (120.0, -130.0), (112.0, -208.0)], paste);
    canvas.line("M-90 -60q40 10 70 4M-40 -130q30 8 50 2M-110 -110q10 6 24 4", ash.lighter(34), 4.0);
    canvas.placed(234.0, 26.0, 0.7, 0.0, |canvas| props::sprig(canvas, ours("lavender")));
}

/// Fresh, in its basket of rushes.
pub(super) fn ricotta(canvas: &mut Canvas, cheese: Colour, rush: Colour) {
    canvas.fill("M-150 -120q10 -110 150 -112q140 2 150 112z", cheese);
    canvas.fill("M40 -228q104 18 110 108h-74q12 -60 -36 -108z", cheese.darker(10));
    let basket = Turned::straight(&[(-130.0, 170.0), (0.0, 128.0)], 0.22);
    basket.draw(canvas, rush);
    for place in 0..5_u8 {
        basket.ring(canvas, -108.0 + 24.0 * f32::from(place), rush.darker(26), 5.0);
    }
    for place in 0..9_u8 {
        let x = -150.0 + 37.5 * f32::from(place);
        canvas.line(&super::open_line(x, -112.0, x * 0.76, 20.0), rush.lighter(24), 5.0);
    }
    canvas.line("M-168 -130q168 74 336 0", rush.darker(30), 12.0);
}
