use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::Hash;
use crate::SaleId;

/// What moved a sale's units, or what staff did to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JournalEntryKind)]
pub enum EntryKind {
    /// The sale was made and got its units.
    Opened,
    /// A batch of orders was placed.
    Sold,
    /// Orders gave their units up.
    Released,
    /// The sale is over; what it did not sell went back to the stock.
    Settled,
    /// Staff changed the sale.
    Edited,
    /// Staff stopped it for a while.
    Paused,
    /// It goes on.
    Resumed,
    /// Staff called it off.
    Cancelled,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Opened,
        Self::Sold,
        Self::Released,
        Self::Settled,
        Self::Edited,
        Self::Paused,
        Self::Resumed,
        Self::Cancelled,
    ];

    /// Its name in the ledger and in the hashed line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Sold => "sold",
            Self::Released => "released",
            Self::Settled => "settled",
            Self::Edited => "edited",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One entry of a sale's journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The sale.
    pub sale: SaleId,
    /// Its number in the sale, from 1, without gaps.
    pub seq: i64,
    /// What happened.
    pub kind: EntryKind,
    /// How the units that can be bought changed.
    pub units: i64,
    /// How the units given to the sale changed.
    pub allocated: i64,
    /// How many orders it is about.
    pub orders: u32,
    /// What stands for those orders.
    pub digest: Hash,
    /// An edit: the limit per customer that was in force until then.
    pub limit_before: Option<u32>,
    /// When, by PostgreSQL's clock, to the microsecond.
    pub at: DateTime<Utc>,
    /// The hash of the entry before, or [`Hash::ZERO`].
    pub previous: Hash,
    /// The hash of all this.
    pub hash: Hash,
}

impl Entry {
    /// The moment as it is hashed and shown: always six digits.
    #[must_use]
    pub fn moment(&self) -> String {
        self.at.to_rfc3339_opts(SecondsFormat::Micros, true)
    }

    /// What is hashed.
    #[must_use]
    pub fn line(&self) -> String {
        let Self {
            sale,
            seq,
            kind,
            units,
            allocated,
            orders,
            digest,
            limit_before,
            at: _,
            previous,
            hash: _,
        } = self;
        let limit_before = limit_before.map(|limit| limit.to_string()).unwrap_or_default();
        let (kind, moment) = (kind.as_str(), self.moment());
        format!(
            "doorbuster-journal-1|{sale}|{seq}|{kind}|{units}|{allocated}|{orders}|{digest}|{limit_before}|{moment}|\
             {previous}"
        )
    }

    /// What its hash has to be.
    #[must_use]
    pub fn computed_hash(&self) -> Hash {
        Hash::of(&[self.line().as_bytes()])
    }
}

/// A place in a sale's journal: the number of the entry after which the next page starts.
///
/// Not opaque, unlike other cursors: entries have numbers without gaps, so that anybody can start where they want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalCursor(pub i64);

impl std::fmt::Display for JournalCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for JournalCursor {
    type Err = crate::platform::CursorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| plain).map(Self).ok_or(crate::platform::CursorError)
    }
}
