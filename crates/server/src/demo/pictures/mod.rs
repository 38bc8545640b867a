//! The demo's pictures: still lifes, drawn by code. What is in front says what it is, what is behind says where it comes
//! from.

mod canvas;
mod colour;
mod land;
mod motifs;
mod turned;

use canvas::Canvas;
use colour::Colour;

/// Size of every drawing, in its own coordinates.
pub(super) const SIZE: (u32, u32) = (1200, 900);

/// Things are shown from near.
const LARGE: f32 = 1.2;

/// A picture as the data describes it: what it shows, and in which two colours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Picture {
    motif: motifs::Motif,
    scale: f32,
    main: Colour,
    accent: Colour,
}

impl Picture {
    /// Reads "jar honey cream". None when nobody can draw that.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let (motif, scale) = motifs::motif(words.next()?)?;
        let (main, accent) = (Colour::named(words.next()?)?, Colour::named(words.next()?)?);
        words.next().is_none().then_some(Self { motif, scale, main, accent })
    }

    /// The drawing, for a thing from this region. Its `variant` lets those of one region differ a little.
    pub(super) fn draw(&self, region: &str, variant: usize) -> String {
        let Self { motif, scale, main, accent } = *self;
        let mut canvas = Canvas::default();
        land::land(region, variant).draw(&mut canvas);
        canvas.glaze("M330 776q150 -52 460 -38l360 92q-90 50 -460 34z", Colour::INK, 20);
        canvas.placed(600.0, 772.0, scale * LARGE, 0.0, |canvas| motif(canvas, main, accent));
        canvas.into_svg(SIZE.0, SIZE.1)
    }
}
