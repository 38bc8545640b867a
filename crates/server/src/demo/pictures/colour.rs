/// A colour of the drawings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(u8, u8, u8);

/// What things are coloured with, by the names that the data uses.
const NAMED: [(&str, Colour); 46] = [
    ("amber", Colour(201, 126, 34)),
    ("bark", Colour(106, 70, 48)),
    ("brick", Colour(184, 68, 50)),
    ("caramel", Colour(186, 112, 58)),
    ("copper", Colour(217, 130, 79)),
    ("cream", Colour(243, 228, 200)),
    ("flax", Colour(206, 190, 155)),
    ("forest", Colour(52, 92, 68)),
    ("gold", Colour(226, 172, 62)),
    ("herb", Colour(118, 142, 76)),
    ("honey", Colour(222, 152, 44)),
    ("horn", Colour(176, 150, 116)),
    ("ink", Colour(43, 44, 50)),
    ("iron", Colour(84, 84, 90)),
    ("juniper", Colour(142, 92, 74)),
    ("kraft", Colour(198, 164, 122)),
    ("lavender", Colour(140, 122, 176)),
    ("lime", Colour(176, 186, 92)),
    ("mustard", Colour(212, 162, 46)),
    ("navy", Colour(44, 62, 104)),
    ("night", Colour(48, 40, 46)),
    ("oak", Colour(172, 124, 80)),
    ("ochre", Colour(196, 142, 72)),
    ("orange", Colour(222, 122, 52)),
    ("petrol", Colour(46, 98, 116)),
    ("plum", Colour(98, 48, 82)),
    ("reed", Colour(150, 142, 88)),
    ("rose", Colour(232, 160, 148)),
    ("sage", Colour(142, 160, 132)),
    ("silver", Colour(192, 198, 202)),
    ("sky", Colour(126, 164, 190)),
    ("slate", Colour(80, 94, 106)),
    ("stone", Colour(166, 160, 150)),
    ("straw", Colour(232, 204, 138)),
    ("teal", Colour(58, 126, 124)),
    ("white", Colour(246, 242, 234)),
    ("wine", Colour(112, 32, 50)),
    ("wood", Colour(202, 158, 108)),
    // What every drawing may need.
    ("paper", Colour(248, 240, 222)),
    ("cork", Colour(208, 166, 118)),
    ("leaf", Colour(96, 128, 72)),
    ("steel", Colour(206, 210, 212)),
    ("glass", Colour(214, 228, 224)),
    ("bottle", Colour(46, 74, 56)),
    ("crust", Colour(178, 108, 54)),
    ("meat", Colour(164, 60, 58)),
];

impl Colour {
    pub(super) const INK: Self = Self(28, 26, 28);
    pub(super) const WHITE: Self = Self(255, 252, 244);

    /// The colour of this name, if there is one.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMED.into_iter().find(|(known, _)| *known == name).map(|(_, colour)| colour)
    }

    /// From its parts.
    pub(super) const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self(red, green, blue)
    }

    /// `percent` of `other` in it.
    pub(super) fn with(self, other: Self, percent: u16) -> Self {
        let mix = |a: u8, b: u8| {
            let mixed = (u16::from(a) * (100 - percent.min(100)) + u16::from(b) * percent.min(100)) / 100;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    pub(super) fn lighter(self, percent: u16) -> Self {
        self.with(Self::WHITE, percent)
    }

    /// Darker, and a little warmer, as shade is.
    pub(super) fn darker(self, percent: u16) -> Self {
        self.with(Self(44, 24, 34), percent)
    }

    /// As SVG writes it.
    pub(super) fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Colour {
    /// Whether ink would hardly be seen on it.
    pub(super) fn is_dark(self) -> bool {
        u16::from(self.0) * 3 + u16::from(self.1) * 6 + u16::from(self.2) < 900
    }
}
