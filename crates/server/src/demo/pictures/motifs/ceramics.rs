//! What is turned, thrown, blown or hammered.

use super::{ours, props};
use crate::demo::pictures::canvas::{Canvas, closed, n};
use crate::demo::pictures::colour::Colour;
use crate::demo::pictures::turned::Turned;

/// Brushed leaves and dots around a pot.
fn flowers(canvas: &mut Canvas, y: f32, width: f32, colour: Colour) {
    let places = [-0.72_f32, -0.36, 0.0, 0.36, 0.7];
    for (place, share) in places.into_iter().enumerate() {
        let (x, y) = (width * share, y + 10.0 * (1.0 - share * share));
        if place % 2 == 0 {
            for (dx, dy) in [(0.0, -15.0), (14.0, -3.0), (9.0, 13.0), (-9.0, 13.0), (-14.0, -3.0)] {
                canvas.ellipse(x + dx, y + dy, 9.5, 9.5, colour);
            }
            canvas.ellipse(x, y, 7.0, 7.0, ours("gold"));
        } else {
            canvas.fill(&format!("M{} {}q26 -34 52 0q-26 12 -52 0z", n(x - 26.0), n(y + 8.0)), colour);
            canvas.line(&format!("M{} {}q20 16 40 0", n(x - 20.0), n(y + 18.0)), colour, 4.0);
        }
    }
}

pub(super) fn bowl(canvas: &mut Canvas, glaze: Colour, band: Colour) {
    canvas.line("M-216 -196q-54 -4 -48 34q10 30 58 20", glaze.darker(20), 22.0);
    canvas.line("M216 -196q54 -4 48 34q-10 30 -58 20", glaze.darker(26), 22.0);
    let outline = Turned::new(
        &[
            (-220.0, 222.0),
            (-220.0, 222.0),
            (-170.0, 212.0),
            (-90.0, 170.0),
            (-36.0, 106.0),
            (-26.0, 92.0),
            (-26.0, 92.0),
            (0.0, 98.0),
        ],
        0.16,
    );
    outline.draw(canvas, glaze);
    outline.top(canvas, glaze.lighter(30), glaze.darker(14));
    canvas.fill("M-190 -216q190 60 380 0q-70 34 -190 36q-120 -2 -190 -36z", glaze.darker(4));
    outline.band(canvas, -188.0, -176.0, (-1.0, 1.0), band);
    flowers(canvas, -118.0, 170.0, if band.is_dark() { band } else { band.darker(20) });
    outline.band(canvas, -72.0, -64.0, (-1.0, 1.0), band);
}

/// Turned from one piece: what shows is the tree.
pub(super) fn wooden_bowl(canvas: &mut Canvas, wood: Colour, _accent: Colour) {
    let outline = Turned::new(
        &[(-190.0, 230.0), (-190.0, 230.0), (-130.0, 216.0), (-60.0, 160.0), (-10.0, 96.0), (0.0, 86.0)],
        0.2,
    );
    outline.draw(canvas, wood);
    canvas.within("grain", &outline.strip(-1.0, 1.0), |canvas| {
        for (y, width) in
            [(-150.0_f32, 6.0_f32), (-124.0, 4.0), (-100.0, 9.0), (-72.0, 5.0), (-46.0, 7.0), (-20.0, 4.0)]
        {
            canvas.line(&format!("M-250 {y}q110 {} 230 14t260 -20", n(44.0 + width)), wood.darker(26), width);
        }
        canvas.line("M40 -110q30 -26 60 0q-20 30 -60 0z", wood.darker(34), 6.0);
    });
    outline.top(canvas, wood.lighter(30), wood.darker(24));
    for (x, y, colour) in [(-80.0, -196.0, "brick"), (10.0, -204.0, "gold"), (92.0, -194.0, "brick")] {
        canvas.placed(x, y + 44.0, 0.82, 0.0, |canvas| props::apple(canvas, ours(colour)));
    }
    let front = wood.darker(6);
    canvas.fill("M-207 -184q207 74 414 0l22 -8q-229 96 -458 0z", front.lighter(26));
    canvas.fill(
        &closed(&[
            (-228.0, -190.0),
            (-150.0, -156.0),
            (0.0, -144.0),
            (150.0, -156.0),
            (228.0, -190.0),
            (216.0, -132.0),
            (120.0, -112.0),
            (0.0, -106.0),
            (-120.0, -112.0),
            (-216.0, -132.0),
        ]),
        front,
    );
    canvas.line("M-200 -150q110 36 230 30t170 -22", wood.darker(26), 5.0);
}

pub(super) fn jug(canvas: &mut Canvas, glaze: Colour, brush: Colour) {
    canvas.line("M112 -330q130 -10 116 110q-14 80 -96 96", glaze.darker(26), 34.0);
    canvas.line("M112 -332q120 -6 106 108q-14 72 -90 88", glaze.darker(6), 20.0);
    let outline = Turned::new(
        &[
            (-400.0, 92.0),
            (-400.0, 92.0),
            (-370.0, 82.0),
            (-310.0, 84.0),
            (-230.0, 136.0),
            (-150.0, 158.0),
            (-70.0, 142.0),
            (-16.0, 108.0),
            (0.0, 110.0),
        ],
        0.15,
    );
    outline.draw(canvas, glaze);
    canvas.fill("M-92 -400q-44 -6 -50 -24q30 -10 70 4z", glaze);
    outline.top(canvas, glaze.lighter(20), glaze.darker(40));
    outline.band(canvas, -344.0, -324.0, (-1.0, 1.0), brush);
    outline.band(canvas, -64.0, -48.0, (-1.0, 1.0), brush);
    canvas.line("M-6 -90q-20 -60 0 -130", brush, 8.0);
    for (x, y, turn) in
        [(-4.0, -120.0, 200.0), (-6.0, -140.0, -20.0), (-4.0, -176.0, 215.0), (-4.0, -190.0, -35.0)]
    {
        canvas.placed(x, y, 0.8, turn, |canvas| canvas.fill("M0 0q42 -34 90 0q-44 40 -90 0z", brush));
    }
    flowers(canvas, -246.0, 10.0, brush);
}

pub(super) fn vase(canvas: &mut Canvas, glaze: Colour, ash: Colour) {
    for (turn, length) in [(-24.0_f32, 250.0_f32), (-6.0, 300.0), (14.0, 260.0), (28.0, 210.0)] {
        canvas.placed(0.0, -300.0, 1.0, turn, |canvas| {
            canvas.line(&format!("M0 0q10 {} 0 {}", n(-length / 2.0), n(-length)), ours("leaf"), 6.0);
            for place in 0..9_u8 {
                let y = -length + 14.0 * f32::from(place);
                canvas.placed(0.0, y, 0.3, -40.0, |canvas| {
                    canvas.fill("M0 0q42 -34 90 0q-44 40 -90 0z", ours("straw"));
                });
                canvas.placed(0.0, y, 0.3, 220.0, |canvas| {
                    canvas.fill("M0 0q42 -34 90 0q-44 40 -90 0z", ours("gold"));
                });
            }
        });
    }
    let outline = Turned::new(
        &[
            (-310.0, 74.0),
            (-310.0, 74.0),
            (-290.0, 62.0),
            (-250.0, 70.0),
            (-180.0, 122.0),
            (-100.0, 142.0),
            (-36.0, 112.0),
            (0.0, 82.0),
        ],
        0.17,
    );
    outline.draw(canvas, glaze);
    canvas.within("ash", &outline.strip(-1.0, 1.0), |canvas| {
        canvas.fill("M-160 -330h320v120q-20 60 -44 10q-24 -30 -40 30q-20 70 -46 0q-16 -44 -40 0q-26 50 -52 -10q-30 -50 -52 10q-30 30 -46 -20z", ash.lighter(10));
        canvas.fill("M60 -330h100v120q-20 60 -44 10q-24 -30 -40 30q-6 22 -16 30z", ash.darker(12));
    });
    outline.top(canvas, ash.lighter(30), glaze.darker(40));
}

pub(super) fn plates(canvas: &mut Canvas, glaze: Colour, brush: Colour) {
    canvas.placed(60.0, -210.0, 1.0, 0.0, |canvas| {
        canvas.ellipse(12.0, 6.0, 214.0, 214.0, glaze.darker(26));
        canvas.ellipse(0.0, 0.0, 214.0, 214.0, glaze);
        canvas.ellipse(0.0, 0.0, 204.0, 204.0, brush);
        canvas.ellipse(0.0, 0.0, 197.0, 197.0, glaze.lighter(18));
        for place in 0..12_u8 {
            canvas.placed(0.0, 0.0, 1.0, 30.0 * f32::from(place), |canvas| {
                canvas.fill("M0 -186q26 24 0 44q-26 -20 0 -44z", brush);
                canvas.ellipse(45.0, -158.0, 7.0, 7.0, brush);
            });
        }
        canvas.ellipse(0.0, 0.0, 128.0, 128.0, glaze.darker(10));
        canvas.ellipse(4.0, 4.0, 122.0, 122.0, glaze.lighter(26));
        canvas.fill("M-70 30c0 -60 40 -84 84 -70c30 -26 50 -10 46 6l-22 8c6 50 -40 76 -72 66l-50 26z", brush);
        canvas.line("M-20 2q30 8 44 -14", glaze, 6.0);
        canvas.ellipse(40.0, -34.0, 5.0, 5.0, glaze);
        canvas.line("M-84 66q80 30 150 -10", brush, 6.0);
    });
    for y in [-10.0_f32, -26.0, -42.0] {
        canvas.ellipse(-110.0, y + 6.0, 190.0, 34.0, glaze.darker(30));
        canvas.ellipse(-110.0, y, 190.0, 34.0, glaze);
    }
    canvas.ellipse(-110.0, -44.0, 178.0, 30.0, brush);
    canvas.ellipse(-110.0, -43.0, 172.0, 28.0, glaze.lighter(24));
    canvas.ellipse(-110.0, -39.0, 110.0, 17.0, glaze.darker(8));
}

pub(super) fn glasses(canvas: &mut Canvas, tint: Colour, drink: Colour) {
    for (x, y, scale, filled) in
        [(-150.0, -34.0, 0.92, false), (150.0, -34.0, 0.92, false), (0.0, 0.0, 1.0, true)]
    {
        canvas.placed(x, y, scale, 0.0, |canvas| {
            let outline = Turned::new(
                &[(-250.0, 104.0), (-250.0, 104.0), (-130.0, 96.0), (-30.0, 86.0), (0.0, 76.0)],
                0.17,
            );
            outline.draw(canvas, tint.lighter(42));
            if filled {
                outline.band(canvas, -150.0, -22.0, (-0.93, 0.93), drink.lighter(10));
                canvas.ellipse(0.0, -150.0, 90.0, 16.0, drink.lighter(36));
            }
            outline.band(canvas, -24.0, -4.0, (-0.96, 0.96), tint);
            outline.top(canvas, tint, tint.lighter(62));
            canvas.glaze(&outline.strip(-0.8, -0.58), Colour::WHITE, 60);
            for (x, y) in [(30.0, -96.0), (46.0, -190.0), (-10.0, -60.0), (20.0, -214.0)] {
                canvas.ellipse(x, y, 4.5, 5.5, tint.lighter(70));
            }
        });
    }
}

pub(super) fn mill(canvas: &mut Canvas, wood: Colour, other: Colour) {
    let outline = Turned::new(
        &[
            (-320.0, 52.0),
            (-320.0, 52.0),
            (-296.0, 64.0),
            (-280.0, 50.0),
            (-220.0, 40.0),
            (-150.0, 48.0),
            (-70.0, 80.0),
            (-30.0, 86.0),
            (0.0, 84.0),
        ],
        0.14,
    );
    outline.draw(canvas, wood);
    canvas.within("grain", &outline.strip(-1.0, 1.0), |canvas| {
        for x in [-60.0_f32, -34.0, -12.0, 10.0, 34.0, 58.0] {
            canvas.line(&format!("M{x} -330q14 160 -4 340"), wood.darker(18), 3.5);
        }
    });
    outline.band(canvas, -66.0, -54.0, (-1.0, 1.0), other);
    let head =
        Turned::new(&[(-436.0, 18.0), (-424.0, 48.0), (-384.0, 66.0), (-346.0, 58.0), (-330.0, 44.0)], 0.14);
    head.draw(canvas, other.lighter(10));
    canvas.ellipse(0.0, -326.0, 46.0, 8.0, ours("silver"));
    canvas.ellipse(0.0, -444.0, 15.0, 12.0, ours("silver"));
    for (x, y) in [(130.0, -8.0), (154.0, -2.0), (142.0, -18.0), (176.0, -10.0), (118.0, 2.0)] {
        canvas.polygon(&[(x - 7.0, y), (x, y - 8.0), (x + 8.0, y - 2.0), (x + 2.0, y + 6.0)], ours("white"));
    }
}

/// A copper pan, seen from above and the side.
pub(super) fn pan(canvas: &mut Canvas, copper: Colour, iron: Colour) {
    canvas.line("M170 -108L440 -186", iron, 34.0);
    canvas.line("M180 -116L436 -190", iron.lighter(28), 9.0);
    canvas.ellipse(440.0, -187.0, 8.0, 8.0, iron.darker(50));
    canvas.placed(-70.0, 0.0, 1.0, 0.0, |canvas| {
        let outline = Turned::straight(&[(-150.0, 258.0), (-20.0, 248.0), (0.0, 236.0)], 0.22);
        outline.draw(canvas, copper);
        hammered(canvas, &outline, copper, &[-120.0, -92.0, -64.0, -36.0]);
        outline.top(canvas, copper.lighter(34), ours("silver").darker(8));
        canvas.fill("M-226 -146q226 96 452 0q-40 50 -226 56q-186 -6 -226 -56z", ours("silver").lighter(34));
        canvas.line("M-150 -166q110 -30 220 -18", ours("silver").lighter(70), 8.0);
        for (x, y) in [(196.0, -74.0), (214.0, -96.0), (226.0, -66.0)] {
            canvas.ellipse(x, y, 8.0, 8.0, iron);
        }
    });
}

fn hammered(canvas: &mut Canvas, on: &Turned, metal: Colour, rows: &[f32]) {
    for (row, y) in rows.iter().enumerate() {
        for place in 0..13_u8 {
            let share = -0.9 + 0.15 * f32::from(place) + if row % 2 == 0 { 0.0 } else { 0.07 };
            if share.abs() < 0.95 {
                let radius = on.radius(*y);
                let sag = radius * on.tilt * (1.0 - share * share).sqrt();
                let shine = if share < 0.2 { metal.lighter(22) } else { metal.darker(30) };
                canvas.ellipse(radius * share, y + sag, 11.0, 7.0, shine);
            }
        }
    }
}

pub(super) fn basin(canvas: &mut Canvas, copper: Colour, iron: Colour) {
    canvas.line("M-270 -190q-70 -20 -62 26q10 34 66 26", iron, 18.0);
    canvas.line("M270 -190q70 -20 62 26q-10 34 -66 26", iron.darker(20), 18.0);
    let outline = Turned::new(
        &[(-200.0, 280.0), (-200.0, 280.0), (-120.0, 268.0), (-40.0, 220.0), (-6.0, 170.0), (0.0, 150.0)],
        0.19,
    );
    outline.draw(canvas, copper);
    hammered(canvas, &outline, copper, &[-166.0, -134.0, -102.0, -70.0, -40.0]);
    outline.top(canvas, copper.lighter(36), copper.darker(24));
    canvas.fill("M-240 -192q240 90 480 0q-60 44 -240 48q-180 -4 -240 -48z", ours("wine"));
    for (x, y) in [(-110.0, -172.0), (-30.0, -160.0), (60.0, -164.0), (130.0, -174.0), (10.0, -178.0)] {
        canvas.ellipse(x, y, 22.0, 12.0, ours("brick"));
        canvas.ellipse(x - 6.0, y - 4.0, 7.0, 4.0, ours("rose"));
    }
}

/// A cow bell on its strap.
pub(super) fn bell(canvas: &mut Canvas, brass: Colour, strap: Colour) {
    canvas.fill("M-96 -520q96 -70 192 0l-18 150h-156z", ours("bark"));
    canvas.fill("M-66 -500q66 -46 132 0l-12 130h-108z", strap);
    for (x, y) in [(-42.0, -470.0), (0.0, -484.0), (42.0, -470.0)] {
        canvas.fill(&closed(&[(x, y - 18.0), (x + 15.0, y), (x, y + 18.0), (x - 15.0, y)]), ours("gold"));
    }
    canvas.line("M-70 -400h140", ours("silver"), 16.0);
    canvas.line("M-62 -384q0 -44 62 -44t62 44", brass.darker(24), 24.0);
    let outline = Turned::new(
        &[
            (-390.0, 60.0),
            (-378.0, 92.0),
            (-330.0, 116.0),
            (-220.0, 134.0),
            (-110.0, 160.0),
            (-50.0, 188.0),
            (-40.0, 200.0),
            (-30.0, 196.0),
        ],
        0.17,
    );
    canvas.ellipse(10.0, 14.0, 30.0, 34.0, ours("iron"));
    outline.draw(canvas, brass);
    canvas.ellipse(0.0, -30.0, 190.0, 26.0, brass.darker(48));
    canvas.ellipse(10.0, 4.0, 26.0, 28.0, ours("iron"));
    outline.band(canvas, -322.0, -310.0, (-1.0, 1.0), brass.darker(26));
    outline.band(canvas, -86.0, -74.0, (-1.0, 1.0), brass.darker(26));
    let shade = brass.darker(36);
    for place in 0..6_u8 {
        canvas.placed(-10.0, -186.0, 1.0, 60.0 * f32::from(place), |canvas| {
            canvas.fill("M0 -12q20 -24 0 -50q-20 26 0 50z", shade);
        });
    }
    canvas.ellipse(-10.0, -186.0, 13.0, 13.0, shade);
}
