//! What is woven, knitted and plaited.

use super::{ours, props};
use crate::demo::pictures::canvas::{Canvas, closed, n, oval, rounded};
use crate::demo::pictures::colour::Colour;
use crate::demo::pictures::turned::Turned;

/// A stack of folded cloth with stripes.
pub(super) fn cloth(canvas: &mut Canvas, stuff: Colour, stripe: Colour) {
    for (place, colour) in [(0_u8, stripe), (1, stuff), (2, stuff.lighter(18))] {
        let y = -74.0 * f32::from(place);
        let other = if place == 0 { stuff } else { stripe };
        canvas.placed(0.0, y, 1.0, 0.0, |canvas| {
            canvas.fill("M-250 -76q-22 38 0 76h470q26 -6 26 -38t-26 -38z", colour);
            canvas.fill("M-250 -38q-6 26 0 38h470q26 -6 26 -38z", colour.darker(14));
            canvas.line("M-240 -38h470", colour.darker(30), 4.0);
            for x in [-190.0_f32, -164.0, 120.0, 146.0, 172.0] {
                canvas.line(&format!("M{x} -74v30M{x} -32v30"), other, 10.0);
            }
        });
    }
    let top = "M-250 -224L-170 -290H300L222 -224z";
    canvas.fill(top, stuff.lighter(34));
    canvas.within("top", top, |canvas| {
        for x in [-186.0_f32, -160.0, 124.0, 150.0, 176.0] {
            canvas.line(&format!("M{x} -222l80 -70"), stripe, 10.0);
        }
    });
    canvas.line("M-20 -222v224", ours("cork"), 9.0);
    canvas.line("M-20 -222l80 -68", ours("cork"), 9.0);
    canvas.fill(
        "M18 -256c-50 -40 -80 -20 -74 -2c8 16 46 14 74 2zM18 -256c20 -44 64 -46 66 -26c2 18 -36 30 -66 26z",
        ours("cork").darker(10),
    );
}

/// A runner of lace over the edge of a table.
pub(super) fn lace(canvas: &mut Canvas, thread: Colour, cushion: Colour) {
    canvas.fill("M-290 -60q-30 -150 120 -170h360q130 20 110 170q-10 64 -60 66h-460q-60 -4 -70 -66z", cushion);
    canvas.fill("M-286 -40q280 40 580 -10q-10 54 -54 56h-460q-54 -4 -66 -46z", cushion.darker(24));
    canvas.fill(
        "M-150 -230h240v150q-20 30 -40 0q-20 30 -40 0q-20 30 -40 0q-20 30 -40 0q-20 30 -40 0q-20 30 -40 0z",
        thread,
    );
    for row in 0..4_u8 {
        for column in 0..6_u8 {
            let (x, y) = (-128.0 + 40.0 * f32::from(column), -206.0 + 36.0 * f32::from(row));
            if (row + column) % 2 == 0 {
                for (dx, dy) in [(0.0, -9.0), (9.0, 0.0), (0.0, 9.0), (-9.0, 0.0)] {
                    canvas.ellipse(x + dx, y + dy, 6.0, 6.0, cushion);
                }
            } else {
                canvas.fill(&closed(&[(x, y - 13.0), (x + 13.0, y), (x, y + 13.0), (x - 13.0, y)]), cushion);
            }
        }
    }
    for (place, x) in [-140.0_f32, -100.0, -60.0, -20.0, 20.0, 60.0].into_iter().enumerate() {
        let (dx, y) = if place % 2 == 0 { (-16.0, 20.0) } else { (10.0, 34.0) };
        canvas.line(&format!("M{x} -76L{} {}", n(x + dx), n(y - 80.0)), thread, 2.5);
        canvas.placed(x + dx, y - 80.0, 1.0, dx, |canvas| {
            canvas.fill("M-5 0h10l3 26q10 22 -3 56q-5 8 -10 0q-13 -34 -3 -56z", ours("oak"));
            canvas.ellipse(0.0, 18.0, 8.0, 9.0, thread.darker(8));
            canvas.ellipse(0.0, 82.0, 6.0, 6.0, ours("bark"));
        });
    }
    for x in [-150.0_f32, -110.0, -70.0, -30.0, 10.0, 50.0, 90.0] {
        canvas.line(&format!("M{x} -78v-16"), ours("silver"), 3.0);
        canvas.ellipse(x, -96.0, 5.5, 5.5, ours("brick"));
    }
}

/// An apron on its hook.
pub(super) fn apron(canvas: &mut Canvas, stuff: Colour, strap: Colour) {
    canvas.ellipse(0.0, -600.0, 12.0, 12.0, ours("iron"));
    canvas.line("M-86 -470q0 -120 86 -128q86 8 86 128", strap, 16.0);
    canvas.line("M-186 -300q-80 60 -60 190M186 -300q84 50 70 170", strap.darker(14), 12.0);
    canvas.fill("M-96 -480h192q0 120 96 180v280q-190 40 -384 0v-280q96 -60 96 -180z", stuff);
    canvas.fill("M40 -480h56q0 120 96 180v280q-50 12 -100 16q30 -260 -52 -496z", stuff.darker(18));
    canvas.line("M-120 -300q-10 140 -6 280M-30 -210q10 100 0 210", stuff.darker(14), 6.0);
    canvas.fill(&rounded(-108.0, -230.0, 216.0, 140.0, 12.0), stuff.lighter(14));
    canvas.line("M-96 -206h192M0 -204v104", strap, 4.0);
    canvas.line("M-86 -462h172", strap, 5.0);
    canvas.line("M-70 -230l-6 -66M-52 -230l4 -54", ours("oak"), 12.0);
}

/// A blanket, rolled, with its fringe.
pub(super) fn blanket(canvas: &mut Canvas, wool: Colour, stripe: Colour) {
    let layer = |canvas: &mut Canvas, y: f32, colour: Colour, other: Colour| {
        canvas.placed(0.0, y, 1.0, 0.0, |canvas| {
            canvas.fill("M-230 -96q-60 4 -60 48t60 48h430q50 -4 50 -48t-50 -48z", colour);
            canvas.fill("M-284 -30q10 28 54 30h430q46 -4 50 -36q-240 24 -534 6z", colour.darker(16));
            for x in [40.0_f32, 80.0, 152.0] {
                canvas.line(&format!("M{x} -92q12 44 0 88"), other, 16.0);
            }
            for place in 0..11_u8 {
                let y = -90.0 + 8.6 * f32::from(place);
                canvas.line(&format!("M{} {}h34", n(228.0), n(y)), colour.lighter(24), 5.0);
            }
        });
    };
    layer(canvas, 0.0, wool, stripe);
    layer(canvas, -92.0, stripe, wool);
    layer(canvas, -184.0, wool, stripe);
    canvas.ellipse(-236.0, -232.0, 52.0, 48.0, wool.darker(20));
    for r in [40.0_f32, 27.0, 14.0] {
        canvas.line(&oval(-236.0, -232.0, r, r * 0.92), wool.lighter(26), 6.0);
    }
    canvas.line("M-120 -282q-6 140 0 284", ours("bark"), 16.0);
    canvas.fill(&rounded(-138.0, -176.0, 36.0, 44.0, 6.0), ours("gold"));
}

/// A striped sweater, folded.
pub(super) fn sweater(canvas: &mut Canvas, stripe: Colour, wool: Colour) {
    let body = "M-150 -470q150 50 300 0l40 60v390q-190 30 -380 0v-390z";
    canvas.fill("M-150 -470q-90 40 -130 170l-30 220q50 30 96 16l60 -240z", wool.darker(10));
    canvas.fill("M150 -470q90 40 130 170l30 220q-50 30 -96 16l-60 -240z", wool.darker(26));
    canvas.within("sleeves", "M-150 -470q-90 40 -130 170l-30 220q50 30 96 16l60 -240zM150 -470q90 40 130 170l30 220q-50 30 -96 16l-60 -240z", |canvas| {
        for place in 0..9_u8 {
            let y = -380.0 + 40.0 * f32::from(place);
            canvas.line(&format!("M-330 {}l170 26M330 {}l-170 26", n(y), n(y)), stripe.darker(6), 13.0);
        }
    });
    canvas.fill(body, wool);
    canvas.within("body", body, |canvas| {
        for place in 0..9_u8 {
            let y = -372.0 + 40.0 * f32::from(place);
            canvas.line(&format!("M-210 {}q210 26 420 0", n(y)), stripe, 16.0);
        }
        canvas.glaze("M90 -480h110v480h-80q40 -240 -30 -480z", Colour::INK, 12);
    });
    canvas.fill("M-150 -470q150 50 300 0q-30 -26 -70 -26q-80 30 -160 0q-40 0 -70 26z", wool.darker(6));
    canvas.fill("M-104 -484q104 40 208 0q-104 -20 -208 0z", wool.darker(34));
    for x in [-136.0_f32, -112.0, -88.0] {
        canvas.ellipse(x, -460.0 + (x + 136.0) * 0.2, 8.0, 8.0, ours("gold"));
    }
    canvas.line("M-186 -34q186 30 372 0", wool.darker(16), 10.0);
}

pub(super) fn beret(canvas: &mut Canvas, felt: Colour, lining: Colour) {
    let felt = felt.lighter(8);
    canvas.fill("M-250 -96c-40 -90 90 -180 240 -184c160 -4 300 76 270 166c-16 46 -90 60 -150 66l-226 6c-60 0 -114 -14 -134 -54z", felt);
    canvas.fill(
        "M262 -140c6 60 -60 86 -152 92l-226 6c-60 0 -114 -14 -134 -54c160 30 400 40 512 -44z",
        felt.darker(34),
    );
    canvas.fill("M-190 -170c40 -56 110 -84 190 -88c-80 30 -120 60 -150 112z", felt.lighter(22));
    canvas.line("M-8 -278q4 -26 14 -34", felt, 14.0);
    canvas.fill("M-140 -52q130 40 262 -4l-8 32q-120 30 -240 4z", ours("bark"));
    canvas.line("M-136 -46q130 36 254 -2", lining, 6.0);
    canvas.placed(-250.0, 24.0, 0.86, 0.0, |canvas| props::sprig(canvas, ours("brick")));
}

pub(super) fn umbrella(canvas: &mut Canvas, cloth: Colour, wood: Colour) {
    canvas.placed(-40.0, -330.0, 1.0, 24.0, |canvas| {
        canvas.line("M0 -230v520q0 60 54 60t54 -56", wood, 20.0);
        canvas.line("M-4 -230v520", wood.lighter(30), 5.0);
        canvas.line("M0 -230v-40", ours("silver"), 10.0);
        let edge = "M-330 20C-320 -130 -190 -236 0 -240C190 -236 320 -130 330 20q-52 -44 -110 0q-54 -46 -110 0q-54 -46 -110 0q-54 -46 -110 0q-56 -46 -110 0q-58 -44 -110 0z";
        canvas.fill(edge, cloth);
        canvas.fill("M0 -240C60 -180 108 -90 110 20q-54 -46 -110 0q-54 -46 -110 0C-108 -90 -60 -180 0 -240z", cloth.lighter(12));
        canvas.fill("M0 -240C190 -236 320 -130 330 20q-52 -44 -110 0C210 -100 120 -200 0 -240z", cloth.darker(30));
        canvas.line("M0 -240C-60 -180 -108 -90 -110 20M0 -240C60 -180 108 -90 110 20M0 -240C120 -200 210 -100 220 20M0 -240C-120 -200 -210 -100 -220 20", cloth.darker(24), 4.0);
        canvas.line("M-290 -30C-266 -130 -190 -200 -90 -222", cloth.lighter(34), 7.0);
        canvas.ellipse(0.0, -242.0, 13.0, 10.0, ours("gold"));
    });
}

pub(super) fn espadrilles(canvas: &mut Canvas, cloth: Colour, _wood: Colour) {
    for (x, y, turn) in [(-70.0, -120.0, -20.0), (50.0, -30.0, -8.0)] {
        canvas.placed(x, y, 1.0, turn, |canvas| {
            let jute = ours("straw").darker(10);
            canvas.fill("M-250 -10c-20 -66 40 -96 130 -92c90 2 190 -26 280 -10c80 18 110 60 90 98c-20 30 -110 34 -230 34h-180c-60 0 -84 -10 -90 -30z", jute);
            canvas.line("M-244 6q120 30 270 24t220 -34", jute.darker(30), 5.0);
            canvas.line("M-250 -8q120 30 270 24t226 -34", jute.darker(20), 4.0);
            canvas.fill("M-240 -30c-14 -54 40 -84 120 -82c90 2 180 -30 268 -12c76 16 96 50 84 80c-100 40 -340 50 -472 14z", cloth);
            canvas.fill("M-240 -30c-14 -54 40 -84 120 -82c40 0 76 -6 112 -12c-20 60 -100 110 -232 94z", cloth.darker(20));
            canvas.fill("M-210 -46c-6 -36 34 -52 96 -50c34 0 62 -4 90 -8c-20 44 -90 74 -186 58z", cloth.darker(50));
            canvas.line("M-10 -112q0 60 -60 96", cloth.lighter(34), 4.0);
            for place in 0..7_u8 {
                let x = 30.0 + 26.0 * f32::from(place);
                canvas.line(&format!("M{} -120l-10 90", n(x)), cloth.lighter(50), 6.0);
            }
        });
    }
}

/// A basket with two handles and what the market had.
pub(super) fn basket(canvas: &mut Canvas, straw: Colour, leather: Colour) {
    canvas.line("M-120 -250C-130 -430 130 -430 120 -250", leather.darker(20), 20.0);
    for (x, y, colour) in [(-110.0, -210.0, "brick"), (-30.0, -222.0, "gold"), (60.0, -214.0, "brick")] {
        canvas.placed(x, y, 1.0, 0.0, |canvas| props::apple(canvas, ours(colour)));
    }
    canvas.placed(150.0, -210.0, 1.0, -64.0, |canvas| props::sprig(canvas, ours("leaf")));
    let outline =
        Turned::new(&[(-240.0, 210.0), (-240.0, 210.0), (-120.0, 204.0), (-20.0, 166.0), (0.0, 150.0)], 0.16);
    outline.draw(canvas, straw);
    canvas.within("weave", &outline.strip(-1.0, 1.0), |canvas| {
        for row in 0..9_u8 {
            let y = -236.0 + 30.0 * f32::from(row);
            for column in 0..15_u8 {
                let shift = if row % 2 == 0 { 0.0 } else { 15.0 };
                let x = -216.0 + 30.0 * f32::from(column) + shift;
                let sag = 34.0 * (1.0 - (x / 216.0) * (x / 216.0)).max(0.0).sqrt();
                let shade = if x > 80.0 { straw.darker(30) } else { straw.darker(16) };
                canvas.fill(&format!("M{} {}q13 -9 26 0q-13 13 -26 0z", n(x), n(y + sag)), shade);
            }
        }
    });
    outline.ring(canvas, -232.0, straw.darker(28), 14.0);
    outline.ring(canvas, -234.0, straw.lighter(20), 6.0);
    canvas.line("M-120 -206C-140 -400 120 -400 120 -206", leather, 22.0);
    canvas.line("M-122 -216C-136 -384 100 -400 114 -226", leather.lighter(26), 5.0);
    for x in [-120.0, 120.0] {
        canvas.fill(&rounded(x - 20.0, -226.0, 40.0, 70.0, 10.0), leather);
        canvas.ellipse(x, -208.0, 5.0, 5.0, ours("gold"));
        canvas.ellipse(x, -174.0, 5.0, 5.0, ours("gold"));
    }
}

/// A sachet of lavender with a sprig beside it.
pub(super) fn sachet(canvas: &mut Canvas, tips: Colour, cloth: Colour) {
    canvas
        .fill("M-60 -300q-50 -40 -66 -76q60 20 78 -6q30 26 60 0q26 26 80 6q-14 40 -52 76z", cloth.darker(6));
    canvas.fill("M-60 -300c-90 60 -130 150 -110 240c10 40 40 60 90 60h170c60 0 84 -24 90 -66c12 -90 -30 -180 -120 -234z", cloth);
    canvas.fill(
        "M40 -300h20c90 54 132 144 120 234c-6 42 -30 66 -90 66h-60c90 -70 90 -200 10 -300z",
        cloth.darker(16),
    );
    canvas.line("M-66 -300q60 24 130 0", tips.darker(20), 14.0);
    canvas.fill(
        "M0 -296c-60 -30 -96 -10 -88 12c10 18 56 8 88 -12zM0 -296c50 -40 92 -26 88 -2c-6 20 -54 18 -88 2z",
        tips,
    );
    for (x, y) in [
        (-84.0, -60.0),
        (-20.0, -40.0),
        (56.0, -58.0),
        (-56.0, -130.0),
        (14.0, -110.0),
        (80.0, -130.0),
        (-20.0, -190.0),
        (46.0, -190.0),
    ] {
        for (dx, dy) in [(0.0, 0.0), (0.0, -12.0), (0.0, -24.0)] {
            canvas.ellipse(x + dx, y + dy, 5.5, 7.0, tips);
        }
        canvas.line(&format!("M{x} {}v20", n(y + 6.0)), ours("leaf"), 3.0);
    }
    canvas.placed(170.0, 10.0, 1.1, -14.0, |canvas| props::sprig(canvas, tips));
    canvas.placed(-250.0, 26.0, 0.9, 8.0, |canvas| props::sprig(canvas, tips.lighter(14)));
}
