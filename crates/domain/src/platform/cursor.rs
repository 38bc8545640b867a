use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// How many items of a list one answer holds: 1 to [`Limit::MAX`], [`Limit::DEFAULT`] when not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u8);

impl Limit {
    /// The most that one page holds.
    pub const MAX: u8 = 100;
    /// What a page holds when nobody says.
    pub const DEFAULT: u8 = 20;

    /// `limit` when it is within 1..=MAX.
    pub fn new(limit: u32) -> Option<Self> {
        u8::try_from(limit).ok().filter(|limit| (1..=Self::MAX).contains(limit)).map(Self)
    }

    /// How many rows to read: one more than shown, to know whether a next page exists.
    pub fn rows(self) -> i64 {
        i64::from(self.0) + 1
    }

    fn shown(self) -> usize {
        usize::from(self.0)
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(Self::DEFAULT)
    }
}

/// What a list is sorted by, as part of a [`Cursor`].
pub trait SortKey: Sized {
    /// Tells the cursors of one kind from those of another.
    const TAG: u8;

    /// As bytes.
    fn write(&self, bytes: &mut Vec<u8>);

    /// From the bytes that [`SortKey::write`] made.
    fn read(bytes: &[u8]) -> Option<Self>;
}

impl SortKey for DateTime<Utc> {
    const TAG: u8 = b't';

    fn write(&self, bytes: &mut Vec<u8>) {
        // Microseconds, as PostgreSQL keeps them.
        self.timestamp_micros().write(bytes);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        DateTime::from_timestamp_micros(i64::read(bytes)?)
    }
}

impl SortKey for i64 {
    const TAG: u8 = b'n';

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_be_bytes)
    }
}

impl SortKey for String {
    const TAG: u8 = b's';

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.as_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        // PostgreSQL keeps no NUL: a text with one is none of ours.
        Self::from_utf8(bytes.to_vec()).ok().filter(|text| !text.contains('\0'))
    }
}

/// The place in a list after which the next page starts: the sort key of the last item shown, and its id.
///
/// Opaque to clients (base64url), stable while rows come and go, and the same however many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor<K = DateTime<Utc>> {
    /// Sort key of the last item.
    pub at: K,
    /// Id of the last item: breaks ties.
    pub id: Uuid,
}

/// The text is not a cursor that this shop handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this list")]
pub struct CursorError;

impl<K: SortKey> std::fmt::Display for Cursor<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = vec![K::TAG];
        bytes.extend(self.id.as_bytes());
        self.at.write(&mut bytes);
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl<K: SortKey> std::str::FromStr for Cursor<K> {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError)?;
        let key = bytes.strip_prefix(&[K::TAG]).ok_or(CursorError)?;
        let (id, at) = key.split_first_chunk::<16>().ok_or(CursorError)?;
        Ok(Self { at: K::read(at).ok_or(CursorError)?, id: Uuid::from_bytes(*id) })
    }
}

/// One page of a list and where the next one starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, C = Cursor> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Start of the next page; none on the last one.
    pub next: Option<C>,
}

impl<T, C> Page<T, C> {
    /// Makes a page of what [`Limit::rows`] rows came back: drops the surplus row and points after the last shown.
    pub fn from_rows(mut rows: Vec<T>, limit: Limit, place: impl Fn(&T) -> C) -> Self {
        let more = rows.len() > limit.shown();
        rows.truncate(limit.shown());
        let next = if more { rows.last().map(place) } else { None };
        Self { items: rows, next }
    }

    /// The same page with every item turned into something else.
    pub fn map<U>(self, view: impl FnMut(T) -> U) -> Page<U, C> {
        Page { items: self.items.into_iter().map(view).collect(), next: self.next }
    }

    /// The same page with its cursor as the text that a client gets.
    pub fn into_text(self) -> Page<T, String>
    where
        C: std::fmt::Display,
    {
        Page { items: self.items, next: self.next.map(|cursor| cursor.to_string()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(n: &u128) -> Cursor {
        Cursor { at: DateTime::UNIX_EPOCH, id: Uuid::from_u128(*n) }
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back(micros in -62_000_000_000_000_000i64..250_000_000_000_000_000, id: u128) {
            let cursor = Cursor { at: DateTime::from_timestamp_micros(micros).unwrap(), id: Uuid::from_u128(id) };
            prop_assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor));
        }

        #[test]
        fn cursors_of_other_keys_read_back(number: i64, text in "[^\0]{0,80}", id: u128) {
            let id = Uuid::from_u128(id);
            let numbered = Cursor { at: number, id };
            prop_assert_eq!(numbered.to_string().parse::<Cursor<i64>>(), Ok(numbered));
            let named = Cursor { at: text, id };
            prop_assert_eq!(named.to_string().parse::<Cursor<String>>(), Ok(named));
        }

        #[test]
        fn any_text_is_refused_or_read(text in "\\PC{0,40}", bytes: Vec<u8>) {
            for text in [text, URL_SAFE_NO_PAD.encode(bytes)] {
                if let Ok(cursor) = text.parse::<Cursor>() {
                    prop_assert_eq!(cursor.to_string(), text);
                } else if let Ok(cursor) = text.parse::<Cursor<String>>() {
                    prop_assert_eq!(cursor.to_string(), text);
                }
            }
        }

        /// Walking a list page by page meets every item exactly once, in order.
        #[test]
        fn pages_cover_the_list(count in 0u128..60, limit in 1u32..=20) {
            let all: Vec<u128> = (1..=count).collect();
            let limit = Limit::new(limit).unwrap();
            let mut seen = Vec::new();
            let mut after = 0;
            loop {
                let rows: Vec<u128> =
                    all.iter().copied().filter(|n| *n > after).take(usize::try_from(limit.rows()).unwrap()).collect();
                let page = Page::from_rows(rows, limit, place);
                seen.extend(page.items);
                match page.next {
                    Some(cursor) => after = cursor.id.as_u128(),
                    None => break,
                }
            }
            prop_assert_eq!(seen, all);
        }
    }

    #[test]
    fn the_cursor_of_one_list_is_none_of_another() {
        let text = Cursor { at: DateTime::UNIX_EPOCH, id: Uuid::nil() }.to_string();
        assert_eq!(text.parse::<Cursor<i64>>(), Err(CursorError));
        assert_eq!(text.parse::<Cursor<String>>(), Err(CursorError));
    }

    #[test]
    fn limits_outside_the_range_are_refused() {
        assert_eq!(Limit::new(0), None);
        assert_eq!(Limit::new(101), None);
        assert_eq!(Limit::new(u32::MAX), None);
        assert_eq!(Limit::new(100).map(Limit::rows), Some(101));
    }
}
