//! What comes from the oven, the smokehouse and the confectioner.

use super::{block, ours, props};
use crate::demo::pictures::canvas::{Canvas, closed, n, oval, rounded};
use crate::demo::pictures::colour::Colour;
use crate::demo::pictures::turned::Turned;

/// Two stacks of round biscuits, one leaning on them.
pub(super) fn biscuits(canvas: &mut Canvas, dough: Colour, ribbon: Colour) {
    let one = |canvas: &mut Canvas, y: f32| {
        let side = Turned::new(&[(y - 26.0, 112.0), (y - 18.0, 120.0), (y - 6.0, 120.0), (y, 112.0)], 0.3);
        side.draw(canvas, dough.darker(14));
        canvas.ellipse(0.0, y - 26.0, 112.0, 34.0, dough);
    };
    for (x, count) in [(-112.0, 5_u8), (120.0, 3)] {
        canvas.placed(x, -14.0, 1.0, 0.0, |canvas| {
            for place in 0..count {
                one(canvas, -27.0 * f32::from(place));
            }
            let top = -27.0 * f32::from(count - 1) - 26.0;
            canvas.ellipse(0.0, top, 84.0, 24.0, dough.lighter(16));
            for (x, y) in [(-44.0, 0.0), (0.0, -10.0), (44.0, 0.0), (0.0, 10.0)] {
                canvas.ellipse(x, top + y, 7.0, 3.5, dough.darker(34));
            }
            if count > 4 {
                canvas.line(&format!("M-124 {}q124 66 248 0", n(top + 76.0)), ribbon, 14.0);
                canvas.line(
                    &format!("M20 {}q30 -26 44 -4q-10 18 -44 4q-30 26 -46 10q6 -20 46 -10", n(top + 108.0)),
                    ribbon.darker(14),
                    8.0,
                );
            }
        });
    }
    canvas.placed(30.0, -70.0, 1.0, 14.0, |canvas| {
        let petals: Vec<_> = (0..24_u8)
            .map(|place| {
                let turn = f32::from(place) * std::f32::consts::TAU / 24.0;
                let radius = if place % 2 == 0 { 104.0 } else { 96.0 };
                (turn.cos() * radius, turn.sin() * radius)
            })
            .collect();
        let behind: Vec<_> = petals.iter().map(|(x, y)| (x + 12.0, y + 4.0)).collect();
        canvas.fill(&closed(&behind), dough.darker(30));
        canvas.fill(&closed(&petals), dough);
        canvas.ellipse(0.0, 0.0, 78.0, 78.0, dough.lighter(18));
        for (x, y) in [(-28.0, -28.0), (28.0, -28.0), (0.0, 0.0), (-28.0, 28.0), (28.0, 28.0)] {
            canvas.ellipse(x, y, 7.0, 7.0, dough.darker(34));
        }
    });
}

/// A round cake on a stand, with a slice out of it.
pub(super) fn cake(canvas: &mut Canvas, crust: Colour, cloth: Colour) {
    let foot = Turned::new(&[(-70.0, 30.0), (-40.0, 24.0), (-16.0, 60.0), (0.0, 84.0)], 0.16);
    foot.draw(canvas, cloth.lighter(30));
    let plate = Turned::straight(&[(-84.0, 246.0), (-72.0, 236.0)], 0.2);
    plate.draw(canvas, cloth.lighter(30));
    canvas.ellipse(0.0, -84.0, 246.0, 50.0, cloth.lighter(48));
    let side = Turned::new(&[(-168.0, 186.0), (-158.0, 196.0), (-110.0, 198.0), (-96.0, 188.0)], 0.2);
    side.draw(canvas, crust);
    canvas.ellipse(0.0, -168.0, 186.0, 38.0, crust.lighter(14));
    canvas.ellipse(0.0, -170.0, 160.0, 30.0, crust);
    for path in [
        "M-140 -178q130 30 280 -2",
        "M-110 -150q110 -30 250 -22",
        "M-40 -200q-20 30 10 62",
        "M70 -198q-40 24 -20 56",
    ] {
        canvas.line(path, crust.darker(22), 5.0);
    }
    canvas.line("M-120 -188q60 -18 140 -16", crust.lighter(44), 5.0);
    canvas.polygon(&[(10.0, -170.0), (60.0, -131.0), (62.0, -58.0), (12.0, -96.0)], crust.lighter(50));
    canvas.polygon(&[(60.0, -131.0), (152.0, -145.0), (154.0, -72.0), (62.0, -58.0)], cloth.lighter(48));
    canvas.polygon(&[(10.0, -170.0), (152.0, -145.0), (154.0, -80.0), (12.0, -96.0)], crust.lighter(36));
    canvas.polygon(
        &[(10.0, -140.0), (153.0, -118.0), (153.0, -106.0), (11.0, -126.0)],
        ours("wine").with(crust, 40),
    );
}

/// A fluted ring, dusted in the second colour.
pub(super) fn kouglof(canvas: &mut Canvas, crust: Colour, dust: Colour) {
    canvas.ellipse(0.0, -8.0, 236.0, 44.0, ours("paper").darker(18));
    canvas.ellipse(0.0, -14.0, 236.0, 44.0, ours("paper"));
    let side = Turned::new(
        &[(-236.0, 84.0), (-226.0, 120.0), (-170.0, 164.0), (-80.0, 190.0), (-26.0, 184.0), (-16.0, 176.0)],
        0.2,
    );
    side.draw(canvas, crust);
    for share in [-0.82_f32, -0.52, -0.18, 0.18, 0.52, 0.82] {
        canvas.line(
            &format!(
                "M{} -234C{} -190 {} -90 {} -14",
                n(84.0 * share),
                n(150.0 * share),
                n(190.0 * share),
                n(180.0 * share)
            ),
            crust.darker(30),
            9.0,
        );
        canvas.line(
            &format!(
                "M{} -226C{} -186 {} -96 {} -24",
                n(84.0 * share - 12.0),
                n(150.0 * share - 12.0),
                n(190.0 * share - 14.0),
                n(180.0 * share - 14.0)
            ),
            crust.lighter(26),
            6.0,
        );
    }
    canvas.fill("M-112 -232q0 -34 112 -34t112 34q24 26 34 50q-26 22 -48 2q-22 26 -48 4q-22 28 -48 4q-24 26 -50 -2q-22 24 -46 0q-22 10 -50 -10q14 -30 32 -48z", dust);
    canvas.fill("M40 -262q72 8 72 30q24 26 34 50q-26 22 -48 2q-10 12 -24 12q6 -60 -34 -94z", dust.darker(12));
    canvas.ellipse(0.0, -238.0, 46.0, 13.0, crust.darker(38));
    canvas.placed(226.0, 22.0, 0.8, 0.0, props::walnut);
}

/// A loaf, cut, with two slices before it.
pub(super) fn loaf(canvas: &mut Canvas, crust: Colour, cloth: Colour) {
    canvas.polygon(&[(-320.0, 26.0), (-230.0, -62.0), (320.0, -62.0), (270.0, 30.0)], cloth);
    canvas.line("M-296 2L290 2M-266 -30L304 -34", cloth.lighter(30), 8.0);
    canvas.fill("M-210 -20v-110q0 -60 60 -60h250q60 0 60 60v110z", crust);
    canvas.fill("M-210 -130q0 -60 60 -60h250q60 0 60 60q-190 -40 -370 0z", crust.lighter(18));
    canvas.line("M-140 -178q30 14 40 40M-60 -184q30 14 40 40M20 -184q30 14 40 40", crust.darker(30), 7.0);
    let slice = |canvas: &mut Canvas| {
        canvas.fill("M-62 0v-114q0 -48 66 -48t66 48v114z", crust.darker(18));
        canvas.fill("M-72 4v-114q0 -48 66 -48t66 48v114z", crust);
        canvas.fill("M-60 -8v-100q0 -38 54 -38t54 38v100z", crust.lighter(48));
        for (x, y) in
            [(-30.0, -100.0), (6.0, -70.0), (24.0, -110.0), (-20.0, -44.0), (20.0, -34.0), (-2.0, -120.0)]
        {
            canvas.ellipse(x, y, 6.0, 4.5, crust.lighter(8));
        }
    };
    canvas.placed(120.0, -12.0, 1.0, 0.0, slice);
    canvas.placed(200.0, 14.0, 1.0, 8.0, slice);
}

/// A sausage on a board, with slices of it.
pub(super) fn sausage(canvas: &mut Canvas, meat: Colour, string: Colour) {
    props::board(canvas, 680.0);
    let meat = meat.with(ours("meat"), 24);
    canvas.line("M-300 -84q-30 -40 0 -60q24 6 10 40", string.lighter(20), 6.0);
    canvas.fill("M-292 -60c-16 -34 10 -54 60 -56c110 -6 240 -4 300 10c22 8 24 92 0 98c-70 18 -220 20 -310 8c-34 -6 -42 -28 -50 -60z", meat);
    canvas.fill(
        "M-284 -40c90 34 240 34 368 -2c-2 18 -8 32 -16 34c-70 18 -220 20 -310 8c-28 -4 -36 -18 -42 -40z",
        meat.darker(22),
    );
    canvas.line("M-250 -94c70 -14 190 -14 290 -4", meat.lighter(32), 7.0);
    for x in [-220.0_f32, -150.0, -80.0, -10.0] {
        canvas.line(&format!("M{} -112q26 50 2 112", n(x)), string, 4.5);
    }
    canvas.ellipse(70.0, -57.0, 26.0, 50.0, meat.darker(10));
    canvas.ellipse(73.0, -57.0, 22.0, 44.0, ours("meat").lighter(10));
    for (x, y) in [(68.0, -78.0), (80.0, -60.0), (70.0, -40.0)] {
        canvas.ellipse(x, y, 5.0, 7.0, ours("cream"));
    }
    for (x, y) in [(160.0, -20.0), (214.0, -34.0), (256.0, -10.0)] {
        canvas.ellipse(x + 3.0, y + 7.0, 46.0, 24.0, meat.darker(26));
        canvas.ellipse(x, y, 46.0, 24.0, ours("meat").lighter(10));
        for (dx, dy) in [(-20.0, -4.0), (6.0, -10.0), (18.0, 5.0), (-6.0, 9.0)] {
            canvas.ellipse(x + dx, y + dy, 6.0, 4.0, ours("cream"));
        }
    }
}

/// A ham with its bone, tied in the second colour.
pub(super) fn ham(canvas: &mut Canvas, skin: Colour, string: Colour) {
    props::board(canvas, 640.0);
    let skin = skin.with(ours("crust"), 35);
    canvas.line("M182 -232L262 -304", ours("cream").darker(12), 32.0);
    canvas.ellipse(268.0, -318.0, 22.0, 20.0, ours("cream"));
    canvas.ellipse(284.0, -296.0, 20.0, 19.0, ours("cream").darker(8));
    canvas.fill("M-240 -120c-10 -90 70 -146 170 -150c120 -6 190 -10 240 14c38 22 26 60 0 84c-60 60 -110 130 -220 150c-110 18 -180 -20 -190 -98z", skin);
    canvas.fill("M206 -206c-4 14 -18 20 -36 34c-60 60 -110 130 -220 150c-70 12 -124 0 -156 -28c170 20 270 -60 330 -140c20 -26 50 -20 82 -16z", skin.darker(20));
    canvas.fill("M-200 -170c20 -46 70 -70 130 -76c-50 24 -80 50 -96 92z", skin.lighter(32));
    canvas.ellipse(-168.0, -88.0, 74.0, 82.0, ours("cream"));
    canvas.ellipse(-168.0, -86.0, 60.0, 68.0, ours("meat").lighter(12));
    canvas.line("M-206 -110q30 -26 66 -16M-210 -80q40 10 84 -6", ours("cream"), 5.0);
    canvas.ellipse(-160.0, -64.0, 15.0, 15.0, ours("cream"));
    canvas.line("M-36 -272q44 110 -6 246M76 -274q36 80 -20 190", string, 6.0);
    canvas.line("M-60 -160q90 22 180 -24", string, 6.0);
}

/// A bar, unwrapped, with pieces broken off.
pub(super) fn chocolate(canvas: &mut Canvas, chocolate: Colour, paper: Colour) {
    let piece = |canvas: &mut Canvas, x: f32, y: f32| {
        canvas.fill(&rounded(x, y, 74.0, 62.0, 6.0), chocolate.lighter(10));
        canvas.fill(
            &closed(&[
                (x + 74.0, y),
                (x + 74.0, y + 62.0),
                (x, y + 62.0),
                (x + 14.0, y + 48.0),
                (x + 60.0, y + 48.0),
                (x + 60.0, y + 14.0),
            ]),
            chocolate.darker(24),
        );
        canvas.fill(
            &closed(&[
                (x, y + 62.0),
                (x, y),
                (x + 74.0, y),
                (x + 60.0, y + 14.0),
                (x + 14.0, y + 14.0),
                (x + 14.0, y + 48.0),
            ]),
            chocolate.lighter(26),
        );
    };
    canvas.placed(-20.0, -170.0, 1.0, -7.0, |canvas| {
        canvas.fill(&rounded(-250.0, -196.0, 420.0, 330.0, 10.0), paper.darker(22));
        canvas.fill(&rounded(-258.0, -204.0, 420.0, 330.0, 10.0), paper);
        canvas.polygon(
            &[
                (-40.0, -204.0),
                (20.0, -180.0),
                (-10.0, -100.0),
                (40.0, -20.0),
                (0.0, 60.0),
                (30.0, 126.0),
                (240.0, 126.0),
                (240.0, -204.0),
            ],
            ours("silver"),
        );
        for row in 0..4_u8 {
            for column in 0..3_u8 {
                if (row, column) != (3, 2) {
                    piece(canvas, 26.0 + 76.0 * f32::from(column), -190.0 + 76.0 * f32::from(row));
                }
            }
        }
        let ink = if paper.is_dark() { ours("paper") } else { paper.darker(60) };
        canvas.fill(&rounded(-226.0, -150.0, 170.0, 210.0, 6.0), ours("paper"));
        canvas.fill(&oval(-141.0, -72.0, 44.0, 56.0), paper.darker(10));
        canvas.line("M-141 -126q-26 54 0 108", ink, 4.0);
        canvas.line("M-200 12h118M-180 34h78", paper.darker(30), 6.0);
    });
    canvas.placed(196.0, -52.0, 1.0, 22.0, |canvas| piece(canvas, 0.0, 0.0));
    canvas.placed(236.0, -110.0, 0.8, -30.0, |canvas| piece(canvas, 0.0, 0.0));
}

/// Sweets in a dish.
pub(super) fn sweets(canvas: &mut Canvas, sweet: Colour, other: Colour) {
    let foot = Turned::new(&[(-66.0, 34.0), (-36.0, 26.0), (-14.0, 62.0), (0.0, 92.0)], 0.16);
    foot.draw(canvas, ours("glass"));
    for (x, y, turn, odd) in [
        (-110.0, -164.0, -12.0, false),
        (-36.0, -172.0, 8.0, true),
        (44.0, -170.0, -6.0, false),
        (116.0, -162.0, 14.0, true),
        (-74.0, -206.0, 10.0, true),
        (4.0, -216.0, -10.0, false),
        (80.0, -204.0, 6.0, true),
        (-32.0, -252.0, -8.0, false),
        (44.0, -248.0, 12.0, false),
        (6.0, -290.0, 4.0, true),
    ] {
        let colour = if odd { other } else { sweet };
        canvas.placed(x, y, 1.0, turn, |canvas| {
            canvas.fill(&rounded(-40.0, -26.0, 80.0, 56.0, 16.0), colour.darker(22));
            canvas.fill(&rounded(-40.0, -30.0, 80.0, 48.0, 16.0), colour);
            canvas.line("M-22 -18h32", colour.lighter(50), 6.0);
            canvas.line("M-28 4q28 12 56 0", colour.darker(14), 4.0);
        });
    }
    let bowl = Turned::new(
        &[(-150.0, 206.0), (-150.0, 206.0), (-118.0, 190.0), (-80.0, 120.0), (-60.0, 40.0)],
        0.12,
    );
    bowl.draw(canvas, ours("glass"));
    canvas.line("M-200 -148q200 52 400 0", ours("glass").lighter(60), 7.0);
}

/// A string of red peppers on a nail.
pub(super) fn peppers(canvas: &mut Canvas, red: Colour, _wall: Colour) {
    canvas.line("M0 -560C6 -420 -6 -240 4 -60", ours("cork"), 7.0);
    canvas.ellipse(0.0, -562.0, 9.0, 9.0, ours("iron"));
    for row in 0..8_u8 {
        let y = -520.0 + 58.0 * f32::from(row);
        let sway = if row % 2 == 0 { 10.0 } else { -8.0 };
        for (turn, shade) in [(38.0_f32, 16_u16), (-38.0, 0), (14.0, 8), (-12.0, 0)] {
            canvas.placed(sway, y, 0.95, turn, |canvas| {
                let colour = red.darker(shade);
                canvas.fill("M-14 4c-22 46 -10 106 26 134c6 -44 22 -84 8 -134z", colour);
                canvas.fill("M10 4c14 50 -2 92 2 134c6 -44 22 -84 8 -134z", colour.darker(22));
                canvas.line("M-8 24q-8 30 2 62", colour.lighter(44), 5.0);
                canvas.fill("M-18 8q20 -20 42 0q-20 10 -42 0z", ours("leaf"));
                canvas.line("M2 2q2 -12 -2 -20", ours("leaf"), 6.0);
            });
        }
    }
}

/// Truffles, one of them cut.
pub(super) fn truffle(canvas: &mut Canvas, skin: Colour, wood: Colour) {
    props::board(canvas, 520.0);
    let lump = |canvas: &mut Canvas| {
        canvas.fill(
            "M-96 -60c-14 -50 24 -96 78 -100c60 -6 116 26 116 84c0 52 -44 78 -100 78c-50 0 -84 -22 -94 -62z",
            skin,
        );
        canvas.fill(
            "M60 -140c30 16 38 40 38 64c0 52 -44 78 -100 78c-30 0 -56 -10 -74 -26c100 14 150 -40 136 -116z",
            skin.darker(35),
        );
        for (x, y) in [
            (-60.0, -90.0),
            (-20.0, -130.0),
            (20.0, -96.0),
            (-36.0, -50.0),
            (40.0, -56.0),
            (64.0, -104.0),
            (0.0, -30.0),
            (-74.0, -60.0),
        ] {
            canvas.ellipse(x, y, 12.0, 9.0, skin.lighter(22));
            canvas.ellipse(x + 3.0, y + 3.0, 10.0, 7.0, skin.darker(20));
        }
    };
    canvas.placed(-96.0, -20.0, 1.0, 0.0, lump);
    canvas.placed(96.0, -8.0, 0.92, 14.0, |canvas| {
        lump(canvas);
        canvas.ellipse(0.0, -76.0, 74.0, 62.0, skin.darker(10));
        canvas.ellipse(0.0, -76.0, 67.0, 55.0, ours("bark").with(skin, 45));
        canvas.line(
            "M-50 -90q30 -20 54 4t54 -4M-54 -64q34 14 58 -4t44 10M-30 -112q16 16 10 40M22 -116q-12 30 8 70",
            wood.lighter(50),
            5.0,
        );
    });
    canvas.placed(220.0, 22.0, 0.8, 0.0, |canvas| block(canvas, 60.0, 6.0, 40.0, skin.lighter(18)));
}
