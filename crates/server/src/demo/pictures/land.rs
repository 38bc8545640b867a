//! What each region looks like from far away, in three tones: it stands behind the things that come from there.

use super::canvas::{Canvas, closed, n, oval};
use super::colour::Colour;

/// The colours of a region's pictures.
pub(super) struct Land {
    pub(super) wall: Colour,
    pub(super) table: Colour,
    draw: fn(&mut Canvas, Colour, Colour),
}

/// Where the land is seen: a round window.
pub(super) const WINDOW: (f32, f32, f32) = (600.0, 372.0, 318.0);

/// The land of a region, in one of the lights of its day.
pub(super) fn land(region: &str, variant: usize) -> Land {
    let (wall, table, draw): (Colour, Colour, fn(&mut Canvas, Colour, Colour)) = match region {
        "brittany" => (Colour::new(62, 106, 124), Colour::new(206, 196, 172), coast),
        "normandy" => (Colour::new(122, 146, 110), Colour::new(176, 136, 98), orchard),
        "alsace" => (Colour::new(182, 116, 92), Colour::new(112, 74, 58), village),
        "burgundy" => (Colour::new(120, 76, 92), Colour::new(84, 54, 62), vines),
        "jura" => (Colour::new(80, 112, 98), Colour::new(190, 154, 110), spruces),
        "northern-alps" => (Colour::new(112, 146, 170), Colour::new(150, 112, 82), peaks),
        "auvergne" => (Colour::new(112, 122, 106), Colour::new(74, 74, 78), volcanoes),
        "perigord" => (Colour::new(188, 144, 86), Colour::new(110, 74, 50), cliffs),
        "basque-country" => (Colour::new(96, 132, 104), Colour::new(222, 208, 182), houses),
        "provence" => (Colour::new(216, 174, 96), Colour::new(176, 112, 74), lavender),
        "corsica" => (Colour::new(64, 128, 132), Colour::new(190, 148, 110), island),
        _ => (Colour::new(150, 168, 184), Colour::new(196, 178, 148), castle),
    };
    let wall = match variant % 4 {
        0 => wall,
        1 => wall.darker(16),
        2 => wall.lighter(18),
        _ => wall.with(table, 30),
    };
    Land { wall, table, draw }
}

impl Land {
    /// The wall, the window, the table.
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let Self { wall, table, draw } = self;
        canvas.rect(0.0, 0.0, 1200.0, 900.0, *wall);
        canvas.glaze("M0 0h470L110 668H0z", Colour::WHITE, 6);
        let (x, y, radius) = WINDOW;
        let window = oval(x, y, radius, radius);
        canvas.fill(&oval(x + 8.0, y + 8.0, radius, radius), wall.darker(12));
        canvas.fill(&window, wall.lighter(48));
        canvas.within("window", &window, |canvas| {
            canvas.ellipse(x + 150.0, y - 130.0, 58.0, 58.0, wall.lighter(74));
            canvas.placed(x, y, 1.0, 0.0, |canvas| draw(canvas, wall.lighter(32), wall.lighter(17)));
        });
        canvas.rect(0.0, 668.0, 1200.0, 232.0, *table);
        canvas.rect(0.0, 668.0, 1200.0, 9.0, table.lighter(24));
        canvas.glaze("M0 812q600 -34 1200 18v70H0z", Colour::INK, 7);
    }
}

fn coast(canvas: &mut Canvas, far: Colour, near: Colour) {
    canvas.fill("M-330 40h660v300h-660z", far);
    canvas.fill("M-330 70q40 -16 80 0t80 0t80 0t80 0t80 0t80 0t80 0t80 0v300h-720z", near);
    canvas.polygon(&[(-214.0, 60.0), (-200.0, -140.0), (-166.0, -140.0), (-152.0, 60.0)], far.lighter(60));
    canvas.polygon(&[(-209.0, -14.0), (-204.0, -74.0), (-162.0, -74.0), (-157.0, -14.0)], near);
    canvas.polygon(&[(-206.0, -140.0), (-160.0, -140.0), (-168.0, -172.0), (-198.0, -172.0)], near);
    canvas.fill("M-330 60q60 -40 120 -26q80 4 120 40z", near.darker(8));
}

fn orchard(canvas: &mut Canvas, far: Colour, near: Colour) {
    canvas.fill("M-330 60q160 -110 330 -40t330 -30v400h-660z", far);
    for (x, y) in [(-230.0, 60.0), (-120.0, 84.0), (190.0, 50.0), (270.0, 84.0)] {
        canvas.line(&format!("M{x} {y}v60"), near.darker(10), 12.0);
        canvas.ellipse(x, y - 22.0, 52.0, 46.0, near);
        for (dx, dy) in [(-20.0, -30.0), (14.0, -44.0), (24.0, -10.0), (-10.0, -8.0)] {
            canvas.ellipse(x + dx, y + dy, 7.0, 7.0, far.lighter(50));
        }
    }
    canvas.fill("M-330 140q200 -60 660 10v260h-660z", near.darker(5));
}

fn village(canvas: &mut Canvas, far: Colour, near: Colour) {
    canvas.fill("M-330 0q130 -90 330 -50t330 30v400h-660z", far);
    for (x, width, height) in [
        (-270.0_f32, 120.0_f32, 150.0_f32),
        (-140.0, 100.0, 190.0),
        (130.0, 110.0, 170.0),
        (232.0, 130.0, 140.0),
    ] {
        let top = 180.0 - height;
        canvas.polygon(&[(x, 220.0), (x, top), (x + width, top), (x + width, 220.0)], far.lighter(50));
        canvas.polygon(&[(x - 14.0, top), (x + width / 2.0, top - 96.0), (x + width + 14.0, top)], near);
        canvas.line(
            &format!(
                "M{x} {top}h{width}v200M{x} {top}v200M{} {top}l{} 90M{x} {}l{} -90",
                n(x + 4.0),
                n(width - 8.0),
                n(top + 92.0),
                n(width - 4.0)
            ),
            near.darker(10),
            7.0,
        );
    }
    canvas.fill("M-330 190h660v200h-660z", near);
}

fn vines(canvas: &mut Canvas, far: Colour, near: Colour) {
    canvas.fill("M-330 20q170 -120 350 -60t310 20v400h-660z", far);
    canvas.fill("M-330 80q200 -90 660 0v400h-660z", near);
    for place in 0..9_u8 {
        let x = -320.0 + 80.0 * f32::from(place);
        canvas.line(&format!("M{} 76Q{} 180 {} 330", n(x * 0.7), n(x), n(x * 1.7)), far.lighter(14), 12.0);
    }
}

fn spruce(canvas: &mut Canvas, x: f32, y: f32, size: f32, colour: Colour) {
    for (up, wide) in [(0.0, 0.5), (0.3, 0.4), (0.58, 0.28)] {
        let foot = y - size * up;
        canvas.polygon(
            &[(x - size * wide * 0.72, foot), (x, foot - size * 0.52), (x + size * wide * 0.72, foot)],
            colour,
        );
    }
}

fn spruces(canvas: &mut Canvas, far: Colour, near: Colour) {
    canvas.fill("M-330 10q120 -80 250 -50t180 -40t230 60v400h-660z", far);
    for (x, y, size) in [
        (-280.0, 150.0, 210.0),
        (-190.0, 170.0, 270.0),
        (-100.0, 160.0, 190.0),
        (140.0, 160.0, 220.0),
        (220.0, 175.0, 290.0),
        (300.0, 160.0, 200.0),
    ] {
        spruce(canvas, x, y, size, near);
    }
    canvas.fill("M-330 140q330 -50 660 10v300h-660z", near.darker(6));
}

fn peaks(canvas: &mut Canvas, far: Colour, near: Colour) {
    canvas.polygon(
        &[
            (-330.0, 140.0),
            (-190.0, -120.0),
            (-90.0, 10.0),
            (30.0, -210.0),
            (170.0, 30.0),
            (240.0, -50.0),
            (340.0, 120.0),
            (340.0, 330.0),
            (-330.0, 330.0),
        ],
        far,
    );
    canvas.polygon(
        &[(30.0, -210.0), (86.0, -112.0), (56.0, -128.0), (30.0, -96.0), (4.0, -128.0), (-26.0, -106.0)],
        far.lighter(80),
    );
    canvas.polygon(&[(-190.0, -120.0), (-150.0, -68.0), (-184.0, -80.0), (-222.0, -58.0)], far.lighter(80));
    canvas.polygon(
        &[
            (-330.0, 190.0),
            (-200.0, 70.0),
            (-60.0, 160.0),
            (110.0, 40.0),
            (340.0, 200.0),
            (340.0, 340.0),
            (-330.0, 340.0),
        ],
        near,
    );
}

fn volcanoes(canvas: &mut Canvas, far: Colour, near: Colour) {
    canvas.fill("M-340 160c120 -20 150 -230 200 -240q36 18 76 0c50 20 70 180 190 220z", far);
    canvas.fill(
        "M-60 200c120 -30 140 -190 190 -200q30 16 60 0c50 20 60 150 180 180v200h-430z",
        far.with(near, 50),
    );
    canvas.fill("M-330 150q200 -60 380 -6t290 -10v300h-670z", near);
}

fn cliffs(canvas: &mut Canvas, far: Colour, near: Colour) {
    canvas.fill("M-330 -40h140l20 40h120l26 -30h120l20 60h240v400h-690z", far);
    canvas.polygon(&[(-250.0, -40.0), (-250.0, -130.0), (-206.0, -130.0), (-206.0, -40.0)], far);
    canvas.polygon(&[(-262.0, -130.0), (-228.0, -190.0), (-194.0, -130.0)], near);
    canvas.polygon(&[(60.0, -30.0), (60.0, -100.0), (96.0, -100.0), (96.0, -30.0)], far);
    canvas.polygon(&[(50.0, -100.0), (78.0, -150.0), (106.0, -100.0)], near);
    canvas.fill("M-330 120q110 -50 220 -4t240 -8t220 10v300h-680z", near);
    canvas.line("M-330 190q160 -30 330 0t330 -6", far.lighter(40), 14.0);
}

fn houses(canvas: &mut Canvas, far: Colour, near: Colour) {
    canvas.fill("M-330 60q100 -170 260 -120q120 -130 400 80v400h-660z", far);
    for (x, y) in [(-240.0, 170.0), (190.0, 150.0)] {
        canvas.polygon(
            &[(x - 80.0, y), (x - 80.0, y - 100.0), (x, y - 160.0), (x + 90.0, y - 100.0), (x + 90.0, y)],
            far.lighter(70),
        );
        canvas.polygon(
            &[(x - 100.0, y - 92.0), (x, y - 172.0), (x + 112.0, y - 92.0), (x, y - 148.0)],
            Colour::new(176, 84, 68),
        );
        for (dx, dy) in [(-46.0, -84.0), (26.0, -84.0), (-46.0, -44.0), (26.0, -44.0)] {
            canvas.rect(x + dx, y + dy, 22.0, 28.0, Colour::new(176, 84, 68));
        }
    }
    canvas.fill("M-330 170q200 -60 660 -10v300h-660z", near);
}

fn lavender(canvas: &mut Canvas, far: Colour, near: Colour) {
    let bloom = Colour::new(140, 122, 176);
    canvas.fill("M-330 10q120 -80 260 -40t180 -50t220 70v400h-660z", far);
    canvas.fill("M-330 90q330 -60 660 0v400h-660z", near.lighter(10));
    for place in 0..9_u8 {
        let x = -320.0 + 80.0 * f32::from(place);
        canvas.line(
            &format!("M{} 76Q{} 170 {} 330", n(x * 0.6), n(x * 0.9), n(x * 1.7)),
            bloom.with(near, 28),
            22.0,
        );
    }
    for (x, size) in [(-250.0, 150.0), (-206.0, 190.0), (236.0, 180.0)] {
        canvas.fill(
            &format!("M{} 84q-6 -{size} 22 -{} q28 60 22 {}z", n(x - 22.0), n(size + 40.0), n(size + 40.0)),
            Colour::new(112, 128, 84).with(far, 25),
        );
    }
}

fn island(canvas: &mut Canvas, far: Colour, near: Colour) {
    canvas.polygon(
        &[
            (-340.0, 60.0),
            (-250.0, -50.0),
            (-200.0, 0.0),
            (-110.0, -120.0),
            (-30.0, -10.0),
            (50.0, -70.0),
            (140.0, 60.0),
        ],
        far,
    );
    canvas.fill("M-330 56h660v300h-660z", far.lighter(40));
    for (y, shift) in [(90.0_f32, 0.0_f32), (126.0, 40.0), (166.0, -20.0)] {
        canvas.line(
            &format!("M{} {y}q40 -14 80 0t80 0M{} {y}q40 -14 80 0", n(-260.0 + shift), n(80.0 + shift)),
            near,
            7.0,
        );
    }
    canvas.fill("M120 300c0 -120 40 -220 90 -230q80 -10 130 40v230z", near);
    canvas.polygon(&[(196.0, 84.0), (202.0, -60.0), (250.0, -60.0), (258.0, 84.0)], near.darker(4));
    canvas.polygon(
        &[
            (192.0, -60.0),
            (192.0, -90.0),
            (206.0, -90.0),
            (206.0, -76.0),
            (220.0, -76.0),
            (220.0, -90.0),
            (234.0, -90.0),
            (234.0, -76.0),
            (248.0, -76.0),
            (248.0, -90.0),
            (262.0, -90.0),
            (262.0, -60.0),
        ],
        near.darker(4),
    );
}

fn castle(canvas: &mut Canvas, far: Colour, near: Colour) {
    let stone = far.lighter(46);
    canvas.polygon(&[(-250.0, 130.0), (-250.0, -40.0), (250.0, -40.0), (250.0, 130.0)], stone);
    canvas.polygon(&[(-250.0, -40.0), (-200.0, -110.0), (200.0, -110.0), (250.0, -40.0)], near);
    for x in [-250.0_f32, -96.0, 96.0, 250.0] {
        canvas.polygon(
            &[(x - 36.0, 130.0), (x - 36.0, -70.0), (x + 36.0, -70.0), (x + 36.0, 130.0)],
            stone.lighter(20),
        );
        canvas.fill(&closed(&[(x - 46.0, -70.0), (x, -210.0), (x + 46.0, -70.0)]), near.darker(6));
        canvas.rect(x - 9.0, -40.0, 18.0, 34.0, near);
    }
    for x in [-180.0, -20.0, 20.0, 170.0] {
        canvas.rect(x - 9.0, 10.0, 18.0, 36.0, near);
    }
    canvas.fill("M-330 120h660v300h-660z", far);
    canvas.line("M-260 160h180M-40 186h220M-200 214h120", far.lighter(40), 7.0);
}
