//! Knives, boards, toys and soap.

use super::{block, ours, props};
use crate::demo::pictures::canvas::{Canvas, closed, n, rounded};
use crate::demo::pictures::colour::Colour;
use crate::demo::pictures::turned::Turned;

/// A folding knife, open, on a stump.
pub(super) fn folder(canvas: &mut Canvas, handle: Colour, metal: Colour) {
    stump(canvas);
    canvas.placed(10.0, -196.0, 1.0, -13.0, |canvas| {
        let steel = ours("steel");
        canvas.fill("M10 -6C90 -34 240 -40 330 6C250 20 110 26 10 22z", steel);
        canvas.fill("M10 10C110 16 250 14 330 6C250 24 110 30 10 24z", steel.darker(24));
        canvas.line("M60 -14q110 -18 200 -2", steel.lighter(60), 5.0);
        canvas.line("M40 -4h34", steel.darker(30), 4.0);
        canvas.fill("M20 -14c-60 -14 -200 -22 -290 -2c-44 14 -50 54 -22 70c24 14 60 -4 110 -10c80 -10 140 -12 206 -16z", handle);
        canvas.fill("M20 20c-66 4 -126 6 -206 16c-50 6 -86 24 -110 10c-12 -8 -18 -18 -17 -30c90 24 220 -6 333 -8z", handle.darker(24));
        canvas.line("M-230 -12q100 -12 200 0", handle.lighter(34), 6.0);
        canvas.polygon(&[(-14.0, -18.0), (24.0, -14.0), (24.0, 30.0), (-14.0, 30.0)], if metal.is_dark() { metal } else { metal.lighter(10) });
        canvas.polygon(&[(-14.0, 8.0), (24.0, 8.0), (24.0, 30.0), (-14.0, 30.0)], metal.darker(20));
        for x in [-70.0_f32, -150.0, -220.0] {
            canvas.ellipse(x, 14.0, 6.5, 6.5, ours("gold"));
        }
        canvas.ellipse(-2.0, -22.0, 11.0, 7.0, ours("gold"));
    });
}

fn stump(canvas: &mut Canvas) {
    let bark = ours("bark");
    let outline =
        Turned::new(&[(-160.0, 236.0), (-160.0, 236.0), (-90.0, 232.0), (-20.0, 246.0), (0.0, 262.0)], 0.2);
    outline.draw(canvas, bark);
    for x in [-190.0_f32, -140.0, -84.0, -30.0, 30.0, 86.0, 150.0] {
        canvas.line(&format!("M{x} {}q8 60 -4 120", n(-124.0 + x.abs() * -0.06)), bark.darker(30), 6.0);
    }
    canvas.ellipse(0.0, -160.0, 236.0, 47.0, ours("wood"));
    for share in [0.84_f32, 0.64, 0.44, 0.22] {
        canvas.line(
            &crate::demo::pictures::canvas::oval(10.0, -160.0, 236.0 * share, 47.0 * share),
            ours("wood").darker(16),
            3.5,
        );
    }
}

/// Two table knives, crossed on a napkin.
pub(super) fn steak(canvas: &mut Canvas, handle: Colour, _metal: Colour) {
    canvas.placed(0.0, -50.0, 1.0, 0.0, |canvas| {
        canvas.polygon(&[(-330.0, 60.0), (-230.0, -220.0), (300.0, -240.0), (360.0, 50.0)], ours("flax"));
        canvas.polygon(&[(-300.0, 40.0), (-212.0, -200.0), (286.0, -220.0), (334.0, 34.0)], ours("paper"));
        canvas.line("M-270 20L-196 -184L272 -202L312 16z", ours("brick"), 5.0);
        for (x, y, turn) in [(-40.0, -20.0, -22.0), (40.0, -70.0, -32.0)] {
            canvas.placed(x, y, 1.0, turn, |canvas| {
                let steel = ours("steel");
                canvas.fill("M0 -18C90 -26 210 -24 270 14C200 26 90 24 0 20z", steel);
                canvas.fill("M0 6C90 16 200 18 270 14C200 30 90 28 0 22z", steel.darker(24));
                canvas.line("M40 -10q90 -6 150 4", steel.lighter(60), 5.0);
                canvas.polygon(
                    &[(-24.0, -20.0), (2.0, -20.0), (2.0, 22.0), (-24.0, 22.0)],
                    ours("silver").darker(12),
                );
                canvas
                    .fill("M-22 -22c-80 -12 -160 -12 -210 4c-22 12 -22 36 -2 42c70 12 140 4 212 -2z", handle);
                canvas.fill(
                    "M-22 6c-70 6 -150 12 -224 4c2 8 6 12 12 14c70 12 140 4 212 -2z",
                    handle.darker(26),
                );
                canvas.line("M-200 -14q80 -14 160 -4", handle.lighter(30), 5.0);
                for x in [-60.0, -120.0, -180.0] {
                    canvas.ellipse(x, 0.0, 6.0, 6.0, ours("silver"));
                }
            });
        }
    });
}

/// A cook's knife over a board with a tomato.
pub(super) fn chef(canvas: &mut Canvas, handle: Colour, _metal: Colour) {
    props::board(canvas, 760.0);
    canvas.placed(-30.0, -120.0, 1.08, -5.0, |canvas| {
        let steel = ours("steel");
        canvas.fill("M-20 -40C120 -52 280 -40 372 28C300 56 120 70 -20 62z", steel);
        canvas.fill("M-20 30C120 44 280 46 372 28C300 58 120 74 -20 66z", steel.lighter(46));
        canvas.line("M20 -30q150 -8 250 26", steel.lighter(60), 5.0);
        canvas.polygon(
            &[(-56.0, -40.0), (-18.0, -40.0), (-18.0, 64.0), (-44.0, 40.0), (-56.0, 20.0)],
            steel.darker(24),
        );
        canvas.fill(
            "M-54 -40c-80 -6 -170 -8 -230 0c-30 8 -34 44 -16 66c20 6 40 -8 70 -8c60 -2 120 2 176 2z",
            handle,
        );
        canvas.fill(
            "M-54 0c-70 0 -150 -4 -252 6c2 8 4 14 6 20c20 6 40 -8 70 -8c60 -2 120 2 176 2z",
            handle.darker(40),
        );
        canvas.line("M-260 -28q100 -10 190 -2", handle.lighter(30), 5.0);
        for x in [-90.0, -160.0, -230.0] {
            canvas.ellipse(x, -10.0, 8.0, 8.0, steel);
        }
    });
    canvas.placed(-214.0, 18.0, 0.78, 0.0, |canvas| props::apple(canvas, ours("brick")));
    canvas.placed(300.0, 34.0, 0.7, 0.0, |canvas| props::sprig(canvas, ours("leaf")));
}

/// A board that leans on the wall.
pub(super) fn board(canvas: &mut Canvas, wood: Colour, strap: Colour) {
    canvas.placed(-20.0, -10.0, 1.0, -4.0, |canvas| {
        let shape = |x: f32| rounded(-190.0 + x, -430.0, 380.0, 430.0, 46.0);
        canvas.fill(&shape(16.0), wood.darker(34));
        canvas.fill(&rounded(-40.0 + 16.0, -560.0, 80.0, 160.0, 36.0), wood.darker(34));
        canvas.fill(&rounded(-40.0, -560.0, 80.0, 160.0, 36.0), wood);
        canvas.fill(&shape(0.0), wood);
        canvas.within("grain", &shape(0.0), |canvas| {
            for (x, width) in [(-150.0_f32, 60.0_f32), (-20.0, 44.0), (90.0, 70.0)] {
                canvas.rect(x, -440.0, width, 450.0, wood.lighter(14));
            }
            for x in [-170.0_f32, -132.0, -96.0, -50.0, -10.0, 40.0, 76.0, 120.0, 160.0] {
                canvas.line(&format!("M{x} -440q18 220 -6 450"), wood.darker(16), 3.5);
            }
            canvas.line("M-80 -210q30 -40 60 0q-30 46 -60 0z", wood.darker(26), 5.0);
        });
        canvas.ellipse(0.0, -520.0, 16.0, 16.0, wood.darker(60));
        canvas.line("M0 -520q-40 -70 -10 -90q40 10 14 88", strap, 8.0);
    });
    canvas.placed(210.0, 16.0, 0.9, 0.0, |canvas| props::grapes(canvas, ours("plum")));
    canvas.placed(-250.0, 20.0, 0.9, 0.0, props::walnut);
}

/// Blocks of soap, stamped.
pub(super) fn soap(canvas: &mut Canvas, soap: Colour, other: Colour) {
    let cube = |canvas: &mut Canvas, colour: Colour| {
        block(canvas, 190.0, 170.0, 150.0, colour);
        canvas.line(&rounded(-76.0, -150.0, 152.0, 130.0, 10.0), colour.darker(18), 5.0);
        canvas.line("M-44 -112h88M-52 -86h104M-36 -60h72", colour.darker(22), 8.0);
    };
    canvas.placed(-150.0, -20.0, 1.0, 0.0, |canvas| cube(canvas, soap));
    canvas.placed(96.0, -20.0, 1.0, 0.0, |canvas| cube(canvas, other));
    canvas.placed(-36.0, -200.0, 1.0, 0.0, |canvas| cube(canvas, soap.lighter(12)));
    canvas.placed(-250.0, 28.0, 0.9, 0.0, props::olive_branch);
    for (x, y, r) in [(226.0, 6.0, 22.0), (262.0, -8.0, 14.0), (246.0, 22.0, 10.0)] {
        canvas.ellipse(x, y, r, r, ours("glass"));
        canvas.ellipse(x - r * 0.3, y - r * 0.3, r * 0.3, r * 0.3, Colour::WHITE);
    }
}

/// Spinning tops.
pub(super) fn top(canvas: &mut Canvas, paint: Colour, other: Colour) {
    let one = |canvas: &mut Canvas, first: Colour, second: Colour| {
        let stem = Turned::straight(&[(-300.0, 12.0), (-190.0, 15.0)], 0.2);
        stem.draw(canvas, ours("wood"));
        canvas.ellipse(0.0, -302.0, 18.0, 13.0, first);
        let body = Turned::new(
            &[
                (-196.0, 30.0),
                (-184.0, 100.0),
                (-160.0, 142.0),
                (-134.0, 140.0),
                (-86.0, 84.0),
                (-30.0, 28.0),
                (0.0, 5.0),
            ],
            0.2,
        );
        body.draw(canvas, ours("wood").lighter(16));
        body.band(canvas, -184.0, -150.0, (-1.0, 1.0), first);
        body.band(canvas, -136.0, -112.0, (-1.0, 1.0), second);
        body.band(canvas, -74.0, -56.0, (-1.0, 1.0), first);
        canvas.ellipse(0.0, -190.0, 92.0, 20.0, ours("wood").lighter(30));
        canvas.ellipse(0.0, -191.0, 60.0, 12.0, second);
        canvas.ellipse(0.0, -192.0, 30.0, 6.0, first);
    };
    canvas.placed(-90.0, 6.0, 1.18, 9.0, |canvas| one(canvas, paint, other));
    canvas.placed(180.0, 16.0, 0.66, -16.0, |canvas| one(canvas, ours("gold"), paint));
    canvas.line("M-250 22q40 20 90 8M60 30q60 14 120 -4", ours("paper"), 4.0);
}

pub(super) fn dominoes(canvas: &mut Canvas, wood: Colour, ink: Colour) {
    canvas.placed(-90.0, -30.0, 1.0, 0.0, |canvas| {
        block(canvas, 380.0, 96.0, 170.0, wood);
        canvas
            .polygon(&[(-150.0, -108.0), (150.0, -108.0), (220.0, -156.0), (-80.0, -156.0)], wood.darker(50));
        for place in 0..5_u8 {
            let x = -138.0 + 58.0 * f32::from(place);
            canvas.polygon(
                &[(x, -112.0), (x + 46.0, -112.0), (x + 104.0, -152.0), (x + 58.0, -152.0)],
                ours("cream"),
            );
        }
        canvas.line("M-150 -48h300", wood.darker(18), 4.0);
    });
    let tile = |canvas: &mut Canvas, upper: &[(f32, f32)], lower: &[(f32, f32)]| {
        canvas.fill(&rounded(-46.0, -194.0, 104.0, 200.0, 12.0), ink);
        canvas.fill(&rounded(-58.0, -200.0, 104.0, 200.0, 12.0), ours("cream"));
        canvas.line("M-44 -100h76", ink, 5.0);
        for (x, y) in upper {
            canvas.ellipse(-6.0 + x, -150.0 + y, 10.0, 10.0, ink);
        }
        for (x, y) in lower {
            canvas.ellipse(-6.0 + x, -50.0 + y, 10.0, 10.0, ink);
        }
    };
    canvas.placed(190.0, 10.0, 1.0, 10.0, |canvas| {
        tile(
            canvas,
            &[(-24.0, -24.0), (0.0, 0.0), (24.0, 24.0)],
            &[(-24.0, -24.0), (24.0, -24.0), (-24.0, 24.0), (24.0, 24.0)],
        );
    });
    canvas.placed(60.0, 34.0, 1.0, -74.0, |canvas| {
        tile(canvas, &[(-24.0, 24.0), (24.0, -24.0)], &[(0.0, 0.0)]);
    });
}

pub(super) fn boules(canvas: &mut Canvas, steel: Colour, leather: Colour) {
    canvas.placed(-60.0, -60.0, 1.0, 0.0, |canvas| {
        canvas.line("M-60 -150q60 -90 120 0", leather, 22.0);
        block(canvas, 420.0, 130.0, 140.0, leather);
        canvas.line("M-200 -64h400", leather.darker(30), 6.0);
        canvas.fill(
            &closed(&[(-26.0, -86.0), (26.0, -86.0), (26.0, -40.0), (0.0, -28.0), (-26.0, -40.0)]),
            ours("gold"),
        );
    });
    let ball = |canvas: &mut Canvas| {
        canvas.ellipse(0.0, -84.0, 84.0, 84.0, steel);
        canvas.fill(
            "M30 -162c50 20 60 70 48 108c-20 60 -90 76 -132 42c90 10 120 -80 84 -150z",
            steel.darker(30),
        );
        canvas.line("M-76 -112q70 40 152 0M-82 -84q80 44 164 0M-76 -54q72 34 152 0", steel.darker(38), 4.0);
        canvas.ellipse(-30.0, -122.0, 20.0, 15.0, steel.lighter(75));
    };
    canvas.placed(-170.0, 16.0, 1.0, 0.0, ball);
    canvas.placed(16.0, 26.0, 1.08, 0.0, ball);
    canvas.placed(196.0, 6.0, 0.94, 0.0, ball);
    canvas.ellipse(120.0, 10.0, 26.0, 26.0, ours("brick"));
    canvas.ellipse(112.0, 2.0, 8.0, 7.0, ours("rose"));
}
