//! What keeps food: jars, pots, tins, sacks and boxes.

use super::{block, label, ours, props};
use crate::demo::pictures::canvas::{Canvas, closed, open, rounded};
use crate::demo::pictures::colour::Colour;
use crate::demo::pictures::turned::Turned;

/// A glass jar under a cloth in the second colour.
pub(super) fn jar(canvas: &mut Canvas, content: Colour, cloth: Colour) {
    let outline = Turned::new(
        &[
            (-300.0, 92.0),
            (-300.0, 92.0),
            (-284.0, 96.0),
            (-262.0, 124.0),
            (-236.0, 132.0),
            (-30.0, 132.0),
            (-8.0, 126.0),
            (0.0, 112.0),
        ],
        0.13,
    );
    outline.draw(canvas, ours("glass"));
    outline.band(canvas, -268.0, -6.0, (-0.95, 0.95), content);
    canvas.fill(&outline.strip(-0.78, -0.6), content.lighter(34));
    label(canvas, &outline, (-205.0, -62.0), ours("paper"), if cloth.is_dark() { cloth } else { content });
    // The cloth, tied round the neck.
    canvas.fill("M-118 -276q-26 30 -12 36q22 -14 34 2q24 -16 42 2q26 -16 54 2q28 -18 50 -2q22 -16 42 -2q18 -14 30 -6q10 -10 -22 -32z", cloth.darker(8));
    canvas.fill("M62 -290l56 14q32 22 22 32q-12 -8 -30 6q-16 -12 -34 0z", cloth.darker(24));
    let lid = Turned::new(&[(-346.0, 92.0), (-336.0, 108.0), (-300.0, 112.0), (-280.0, 102.0)], 0.17);
    lid.draw(canvas, cloth);
    canvas.ellipse(0.0, -346.0, 92.0, 16.0, cloth.lighter(24));
    lid.ring(canvas, -290.0, ours("cork"), 8.0);
    canvas.line("M40 -268q30 -8 44 14M40 -268q20 14 14 32", ours("cork"), 5.0);
    canvas.placed(216.0, 14.0, 1.0, 0.0, props::spoon);
}

/// An earthenware pot with a lid.
pub(super) fn pot(canvas: &mut Canvas, glaze: Colour, lid_colour: Colour) {
    let outline = Turned::new(
        &[
            (-210.0, 118.0),
            (-210.0, 118.0),
            (-190.0, 116.0),
            (-150.0, 128.0),
            (-90.0, 134.0),
            (-24.0, 124.0),
            (0.0, 108.0),
        ],
        0.15,
    );
    outline.draw(canvas, glaze);
    outline.band(canvas, -36.0, 0.0, (-1.0, 1.0), ours("crust"));
    label(
        canvas,
        &outline,
        (-172.0, -52.0),
        ours("paper"),
        if lid_colour.is_dark() { lid_colour } else { ours("brick") },
    );
    let lid = Turned::new(&[(-250.0, 60.0), (-238.0, 108.0), (-222.0, 126.0), (-206.0, 126.0)], 0.17);
    lid.draw(canvas, lid_colour);
    canvas.ellipse(0.0, -252.0, 34.0, 9.0, lid_colour.darker(16));
    let knob = Turned::new(&[(-286.0, 20.0), (-274.0, 27.0), (-256.0, 17.0)], 0.2);
    knob.draw(canvas, lid_colour);
    canvas.placed(190.0, 6.0, 1.0, 0.0, props::spoon);
}

/// A large crock with two ears.
pub(super) fn crock(canvas: &mut Canvas, glaze: Colour, band: Colour) {
    canvas.line("M-166 -206q-56 6 -44 60t60 34M166 -206q56 6 44 60t-60 34", glaze.darker(20), 24.0);
    let outline = Turned::new(
        &[
            (-280.0, 146.0),
            (-280.0, 146.0),
            (-262.0, 142.0),
            (-220.0, 166.0),
            (-120.0, 176.0),
            (-30.0, 156.0),
            (0.0, 134.0),
        ],
        0.15,
    );
    outline.draw(canvas, glaze);
    outline.band(canvas, -176.0, -100.0, (-1.0, 1.0), band);
    for (x, y) in [(-110.0, -116.0), (-40.0, -106.0), (34.0, -106.0), (104.0, -116.0)] {
        canvas.ellipse(x, y, 14.0, 14.0, glaze.lighter(30));
        canvas.ellipse(x, y, 6.0, 6.0, band.darker(20));
    }
    let lid = Turned::new(&[(-326.0, 40.0), (-314.0, 116.0), (-296.0, 154.0), (-276.0, 154.0)], 0.17);
    lid.draw(canvas, glaze.darker(8));
    let knob = Turned::new(&[(-362.0, 22.0), (-350.0, 30.0), (-328.0, 18.0)], 0.2);
    knob.draw(canvas, band);
}

/// A tall tin.
pub(super) fn can(canvas: &mut Canvas, paper: Colour, accent: Colour) {
    let outline = Turned::straight(&[(-290.0, 140.0), (0.0, 140.0)], 0.2);
    outline.draw(canvas, ours("silver"));
    outline.top(canvas, ours("silver").lighter(40), ours("silver").darker(10));
    outline.band(canvas, -262.0, -24.0, (-1.0, 1.0), paper);
    outline.band(canvas, -262.0, -240.0, (-1.0, 1.0), accent);
    outline.band(canvas, -46.0, -24.0, (-1.0, 1.0), accent);
    label(canvas, &outline, (-205.0, -80.0), ours("paper"), if paper.is_dark() { paper } else { accent });
}

/// A flat tin of fish, opened a little.
pub(super) fn tin(canvas: &mut Canvas, paint: Colour, metal: Colour) {
    canvas.placed(0.0, 10.0, 1.0, 0.0, |canvas| {
        canvas.fill(&rounded(-250.0, -124.0, 500.0, 130.0, 60.0), metal.darker(26));
        canvas.fill(&rounded(-250.0, -150.0, 500.0, 130.0, 60.0), metal.lighter(20));
        canvas.fill(&rounded(-232.0, -142.0, 464.0, 112.0, 52.0), Colour::new(216, 170, 70));
        for (x, y) in [(-150.0, -112.0), (-130.0, -84.0), (-146.0, -58.0)] {
            let fish = ours("slate").lighter(26);
            canvas.fill(&format!("M{x} {y}q90 -30 240 -6q40 6 76 -2q-20 18 -60 18q-160 26 -256 -10z"), fish);
            canvas.fill(&format!("M{x} {y}q120 16 316 -8q-20 18 -60 18q-160 26 -256 -10z"), fish.lighter(40));
            canvas.ellipse(x + 26.0, y - 1.0, 4.5, 4.5, Colour::INK);
        }
        // The lid, rolled back.
        canvas.fill("M60 -152q60 -150 190 -118q26 60 0 150q-10 -50 -70 -48z", paint.darker(24));
        canvas.fill("M-40 -150q40 -170 210 -150q60 8 80 30q-130 -32 -190 118z", paint);
        canvas.fill("M0 -172q40 -110 140 -112q50 0 80 12q-120 -16 -170 104z", paint.lighter(26));
        canvas.line("M30 -186q36 -66 96 -74", ours("paper"), 7.0);
    });
    canvas.placed(-226.0, 46.0, 0.8, 8.0, |canvas| {
        canvas.fill(
            "M0 -60c44 -22 84 8 84 40c0 12 -6 20 -18 20h-132c-12 0 -18 -8 -18 -20c0 -32 40 -62 84 -40z",
            Colour::new(240, 206, 74),
        );
        canvas.ellipse(0.0, -12.0, 74.0, 12.0, Colour::new(250, 232, 150));
    });
}

/// An oblong dish with a lid.
pub(super) fn terrine(canvas: &mut Canvas, glaze: Colour, accent: Colour) {
    canvas.line("M-232 -110q-40 4 -30 36M232 -110q40 4 30 36", glaze.darker(24), 22.0);
    canvas.fill("M-232 -130h464l-30 118q-4 14 -22 14h-360q-18 0 -22 -14z", glaze);
    canvas.fill("M120 -130h112l-30 118q-4 14 -22 14h-90z", glaze.darker(16));
    canvas.fill("M-206 -104h30l18 92h-26z", glaze.lighter(36));
    canvas.fill("M-250 -136q0 -62 80 -66h340q80 4 80 66q0 10 -14 10h-472q-14 0 -14 -10z", glaze.lighter(8));
    canvas.fill("M90 -202h80q80 4 80 66q0 10 -14 10h-120q20 -40 -26 -76z", glaze.darker(12));
    canvas.fill("M-70 -204q0 -46 70 -46t70 46z", accent);
    canvas.fill("M20 -248q50 8 50 44h-30q4 -26 -20 -44z", accent.darker(18));
    for place in 0..6_u8 {
        let x = -160.0 + 64.0 * f32::from(place);
        canvas.line(
            &open(&[(x - 14.0, -66.0), (x, -88.0), (x + 14.0, -66.0), (x, -44.0), (x - 14.0, -66.0)]),
            accent,
            5.0,
        );
    }
}

/// A paper or linen sack with a label.
pub(super) fn sack(canvas: &mut Canvas, stuff: Colour, accent: Colour) {
    let content = if stuff.is_dark() { stuff } else { stuff.darker(12) };
    let cloth = ours("kraft").with(ours("paper"), 40);
    canvas.fill(
        "M-150 -330q-20 140 -28 300q0 30 30 30h296q30 0 30 -30q-8 -160 -28 -300q-150 -34 -300 0z",
        cloth,
    );
    canvas.fill("M56 -348q60 4 94 18q20 140 28 300q0 30 -30 30h-84q40 -170 -8 -348z", cloth.darker(14));
    canvas.fill("M-126 -300l26 -8q-20 140 -24 290h-26q4 -150 24 -282z", cloth.lighter(40));
    // Rolled down, so that one sees what is in it.
    canvas.ellipse(0.0, -338.0, 158.0, 42.0, cloth.darker(20));
    canvas.ellipse(0.0, -344.0, 136.0, 32.0, stuff);
    canvas.fill("M-120 -346q60 -58 122 -56q70 2 118 54q-110 40 -240 2z", stuff);
    canvas.fill("M20 -400q66 8 100 52q-30 14 -70 18q10 -42 -30 -70z", content.darker(12));
    for (x, y) in
        [(-60.0, -362.0), (-20.0, -380.0), (26.0, -366.0), (60.0, -352.0), (-4.0, -346.0), (-84.0, -344.0)]
    {
        canvas.ellipse(x, y, 7.0, 5.0, stuff.lighter(40));
    }
    canvas.fill(
        "M-162 -340q10 46 162 46t162 -46q10 50 -8 60q-40 26 -154 26t-154 -26q-18 -10 -8 -60z",
        cloth.lighter(22),
    );
    canvas.fill("M70 -298q82 -10 92 -42q10 50 -8 60q-26 16 -84 22z", cloth.darker(8));
    canvas.fill(&rounded(-92.0, -210.0, 184.0, 140.0, 8.0), ours("paper"));
    let ink = if accent.is_dark() { accent } else { accent.darker(18) };
    canvas.fill(&rounded(-92.0, -210.0, 184.0, 26.0, 8.0), ink);
    canvas.fill("M0 -166q26 12 26 36q-26 4 -26 -36zM0 -166q-26 12 -26 36q26 4 26 -36z", ink);
    canvas.line("M-52 -108h104M-32 -90h64", ink, 5.0);
}

/// A box with a ribbon.
pub(super) fn gift(canvas: &mut Canvas, content: Colour, accent: Colour) {
    let (cover, ribbon) =
        if accent.is_dark() || !content.is_dark() { (accent, content) } else { (content, accent) };
    block(canvas, 380.0, 130.0, 230.0, cover);
    canvas.polygon(&[(-190.0, -96.0), (190.0, -96.0), (190.0, -130.0), (-190.0, -130.0)], cover.lighter(12));
    canvas.polygon(&[(-36.0, -130.0), (14.0, -130.0), (14.0, 0.0), (-36.0, 0.0)], ribbon);
    canvas.polygon(&[(-36.0, -130.0), (14.0, -130.0), (152.0, -226.6), (102.0, -226.6)], ribbon.lighter(22));
    canvas
        .polygon(&[(-118.0, -166.0), (262.0, -166.0), (300.0, -190.0), (-80.0, -190.0)], ribbon.lighter(22));
    canvas.polygon(&[(262.0, -166.0), (300.0, -190.0), (300.0, -70.0), (262.0, -44.0)], ribbon.darker(24));
    // The bow.
    canvas.fill("M80 -180c-70 -74 -150 -62 -140 -20c8 30 80 34 140 20z", ribbon);
    canvas.fill("M80 -180c30 -90 120 -104 134 -60c8 34 -70 62 -134 60z", ribbon.darker(10));
    canvas.fill("M80 -180c-50 -40 -100 -46 -104 -24c0 18 60 24 104 24z", ribbon.darker(28));
    canvas.fill("M80 -180c30 -50 80 -66 92 -46c4 18 -50 42 -92 46z", ribbon.darker(34));
    canvas.ellipse(80.0, -182.0, 22.0, 18.0, ribbon.lighter(12));
    for (x, y) in [
        (-150.0, -50.0),
        (-96.0, -34.0),
        (60.0, -44.0),
        (120.0, -30.0),
        (160.0, -62.0),
        (-120.0, -76.0),
        (90.0, -76.0),
    ] {
        canvas
            .fill(&closed(&[(x, y - 9.0), (x + 9.0, y), (x, y + 9.0), (x - 9.0, y)]), ribbon.with(cover, 35));
    }
}

/// A tin of tea, with a cup's worth beside it.
pub(super) fn teabox(canvas: &mut Canvas, leaves: Colour, accent: Colour) {
    block(canvas, 220.0, 290.0, 120.0, accent);
    canvas
        .polygon(&[(-110.0, -290.0), (110.0, -290.0), (110.0, -240.0), (-110.0, -240.0)], accent.darker(14));
    canvas.polygon(&[(110.0, -290.0), (182.0, -340.4), (182.0, -290.4), (110.0, -240.0)], accent.darker(34));
    canvas.fill(&rounded(-78.0, -200.0, 156.0, 150.0, 78.0), ours("paper"));
    canvas.fill("M0 -180q52 36 0 112q-52 -76 0 -112z", leaves);
    canvas.fill("M0 -180q52 36 0 112z", leaves.darker(20));
    canvas.line("M0 -150v90", ours("paper"), 4.0);
    canvas.placed(-196.0, 14.0, 0.8, 0.0, |canvas| props::sprig(canvas, leaves.lighter(30)));
}
