//! What the demo's products look like: each drawn at the origin, standing on y = 0, about 400 wide and 450 high, in two
//! colours that the data names.

mod bottles;
mod ceramics;
mod cheese;
mod clothes;
mod containers;
mod food;
mod props;
mod tools;

use super::canvas::{Canvas, closed, open, oval};
use super::colour::Colour;
use super::turned::Turned;

/// Draws a thing in its two colours.
pub(super) type Motif = fn(&mut Canvas, Colour, Colour);

/// The motif that the data calls so, and how large it is drawn.
pub(super) fn motif(name: &str) -> Option<(Motif, f32)> {
    let found: (Motif, f32) = match name {
        "apron" => (clothes::apron, 1.0),
        "basin" => (ceramics::basin, 1.05),
        "basket" => (clothes::basket, 1.0),
        "beer" => (bottles::beer, 1.18),
        "bell" => (ceramics::bell, 1.1),
        "beret" => (clothes::beret, 1.1),
        "biscuits" => (food::biscuits, 1.15),
        "blanket" => (clothes::blanket, 1.0),
        "blue" => (cheese::blue, 1.15),
        "board" => (tools::board, 1.0),
        "bottle" => (bottles::bordeaux, 1.12),
        "boules" => (tools::boules, 1.1),
        "bowl" => (ceramics::bowl, 1.1),
        "box" => (containers::gift, 1.1),
        "boxed" => (cheese::boxed, 1.0),
        "brick" => (cheese::brick, 1.1),
        "brie" => (cheese::brie, 1.15),
        "burgundy" => (bottles::burgundy, 1.12),
        "butter" => (cheese::butter, 1.05),
        "cake" => (food::cake, 1.1),
        "can" => (containers::can, 1.15),
        "champagne" => (bottles::champagne, 1.1),
        "chef" => (tools::chef, 1.0),
        "chocolate" => (food::chocolate, 1.1),
        "clavelin" => (bottles::clavelin, 1.2),
        "cloth" => (clothes::cloth, 1.05),
        "crock" => (containers::crock, 1.1),
        "crottin" => (cheese::crottin, 1.15),
        "decanter" => (bottles::decanter, 1.18),
        "dominoes" => (tools::dominoes, 1.05),
        "espadrilles" => (clothes::espadrilles, 1.1),
        "flute" => (bottles::flute, 1.05),
        "folder" => (tools::folder, 1.05),
        "glasses" => (ceramics::glasses, 1.1),
        "ham" => (food::ham, 1.05),
        "jar" => (containers::jar, 1.2),
        "jug" => (ceramics::jug, 1.1),
        "kouglof" => (food::kouglof, 1.15),
        "lace" => (clothes::lace, 1.0),
        "loaf" => (food::loaf, 1.15),
        "log" => (cheese::log, 1.05),
        "mill" => (ceramics::mill, 1.15),
        "morbier" => (cheese::morbier, 1.15),
        "oil" => (bottles::oil, 1.15),
        "pan" => (ceramics::pan, 1.0),
        "peppers" => (food::peppers, 1.1),
        "plates" => (ceramics::plates, 1.05),
        "pot" => (containers::pot, 1.2),
        "pyramid" => (cheese::pyramid, 1.15),
        "ricotta" => (cheese::ricotta, 1.15),
        "round" => (cheese::round, 1.2),
        "sachet" => (clothes::sachet, 1.1),
        "sack" => (containers::sack, 1.1),
        "sausage" => (food::sausage, 1.05),
        "soap" => (tools::soap, 1.15),
        "steak" => (tools::steak, 1.0),
        "sweater" => (clothes::sweater, 1.0),
        "sweets" => (food::sweets, 1.15),
        "teabox" => (containers::teabox, 1.15),
        "terrine" => (containers::terrine, 1.15),
        "tin" => (containers::tin, 1.1),
        "top" => (tools::top, 1.15),
        "truffle" => (food::truffle, 1.2),
        "umbrella" => (clothes::umbrella, 1.0),
        "vase" => (ceramics::vase, 1.15),
        "vial" => (bottles::vial, 1.35),
        "wedge" => (cheese::wedge, 1.15),
        "wheel" => (cheese::wheel, 1.1),
        "woodbowl" => (ceramics::wooden_bowl, 1.1),
        _ => return None,
    };
    Some(found)
}

/// One of the colours that every drawing may need.
fn ours(name: &str) -> Colour {
    Colour::named(name).unwrap_or(Colour::INK)
}

/// A paper label with an emblem and lines that stand for words.
fn label(canvas: &mut Canvas, on: &Turned, span: (f32, f32), paper: Colour, accent: Colour) {
    let (top, bottom) = span;
    let height = bottom - top;
    on.band(canvas, top, bottom, (-0.9, 0.84), paper);
    on.band(canvas, top + height * 0.07, top + height * 0.11, (-0.84, 0.78), accent);
    on.band(canvas, bottom - height * 0.14, bottom - height * 0.1, (-0.84, 0.78), accent);
    let wide = on.radius((top + bottom) / 2.0);
    let ink = if accent.is_dark() { accent } else { accent.darker(28) };
    let sag = wide * on.tilt;
    let (x, y, r) = (-wide * 0.06, top + height * 0.4 + sag, (height * 0.17).min(wide * 0.4));
    canvas.fill(&oval(x, y, r, r), ink);
    canvas
        .fill(&closed(&[(x, y - r * 0.62), (x + r * 0.6, y + r * 0.34), (x - r * 0.6, y + r * 0.34)]), paper);
    for (place, share) in [(0.66_f32, 0.52_f32), (0.78, 0.34)] {
        let y = top + height * place + sag;
        canvas.line(&open(&[(x - wide * share, y), (x + wide * share, y)]), ink, (height * 0.035).max(2.5));
    }
}

/// A box that lies on the table: front, top and right side.
fn block(canvas: &mut Canvas, width: f32, height: f32, depth: f32, colour: Colour) {
    let (half, right, up) = (width / 2.0, depth * 0.6, depth * 0.42);
    canvas.polygon(
        &[(-half, -height), (-half + right, -height - up), (half + right, -height - up), (half, -height)],
        colour.lighter(28),
    );
    canvas.polygon(
        &[(half, -height), (half + right, -height - up), (half + right, -up), (half, 0.0)],
        colour.darker(24),
    );
    canvas.polygon(&[(-half, -height), (half, -height), (half, 0.0), (-half, 0.0)], colour);
}

fn open_line(x: f32, y: f32, to_x: f32, to_y: f32) -> String {
    open(&[(x, y), (to_x, to_y)])
}
