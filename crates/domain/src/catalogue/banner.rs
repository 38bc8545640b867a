use chrono::{DateTime, Utc};

use super::Mistake;
use super::mistake::Mistakes;
use crate::BannerId;

/// A picture with words at the top of the home page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// Its id.
    pub id: BannerId,
    /// What it says large.
    pub title: String,
    /// What it says small.
    pub text: String,
    /// Where it leads.
    pub link: String,
    /// Its picture.
    pub image_url: Option<String>,
    /// Shown from here (inclusive).
    pub starts_at: DateTime<Utc>,
    /// Shown until here (exclusive); none: until it is archived.
    pub ends_at: Option<DateTime<Utc>>,
    /// The lowest comes first.
    pub position: i32,
    /// Taken down.
    pub archived: bool,
    /// Counts what staff did to it: its ETag.
    pub version: i64,
}

/// A banner that staff ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBanner {
    /// What it says large: 1 to 200 characters.
    pub title: String,
    /// What it says small: at most 500 characters.
    pub text: String,
    /// Where it leads: a path of this site or an https address.
    pub link: String,
    /// Its picture, likewise.
    pub image_url: Option<String>,
    /// Shown from here.
    pub starts_at: DateTime<Utc>,
    /// Shown until here.
    pub ends_at: Option<DateTime<Utc>>,
    /// The lowest comes first.
    pub position: i32,
    /// Taken down.
    pub archived: bool,
}

impl NewBanner {
    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self { title, text, link, image_url, starts_at, ends_at, position, archived: _ } = self;
        let mut mistakes = Mistakes::default();
        mistakes.line(title, "/title", 200);
        mistakes.prose(text, "/text", 500);
        mistakes.location(link, "/link");
        if let Some(url) = image_url {
            mistakes.location(url, "/image_url");
        }
        mistakes.require(ends_at.is_none_or(|end| end > *starts_at), "/ends_at", "must be after starts_at");
        mistakes.require((0..=1_000_000).contains(position), "/position", "0 to 1,000,000");
        mistakes.done()
    }
}

impl Banner {
    /// Whether everybody sees it at `now`.
    pub fn is_shown(&self, now: DateTime<Utc>) -> bool {
        !self.archived && self.starts_at <= now && self.ends_at.is_none_or(|end| now < end)
    }

    /// What the banner would be asked for as, to be as it is.
    pub fn as_made(&self) -> NewBanner {
        let Self { id: _, title, text, link, image_url, starts_at, ends_at, position, archived, version: _ } =
            self.clone();
        NewBanner { title, text, link, image_url, starts_at, ends_at, position, archived }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use uuid::Uuid;

    #[test]
    fn a_banner_is_shown_from_its_start_to_before_its_end() {
        let start = DateTime::UNIX_EPOCH;
        let banner = Banner {
            id: BannerId(Uuid::nil()),
            title: "Spring".into(),
            text: String::new(),
            link: "/sales".into(),
            image_url: Some("/demo/spring.svg".into()),
            starts_at: start,
            ends_at: Some(start + TimeDelta::seconds(2)),
            position: 0,
            archived: false,
            version: 1,
        };
        let shown =
            |banner: &Banner| [-1, 0, 1, 2].map(|second| banner.is_shown(start + TimeDelta::seconds(second)));
        assert_eq!(shown(&banner), [false, true, true, false]);
        assert_eq!(shown(&Banner { ends_at: None, ..banner.clone() }), [false, true, true, true]);
        assert_eq!(shown(&Banner { archived: true, ..banner.clone() }), [false; 4]);
        assert_eq!(banner.as_made().check(), Ok(()));
        let bad = NewBanner {
            title: String::new(),
            link: "javascript:alert(1)".into(),
            image_url: Some("x".into()),
            ends_at: Some(start),
            position: -1,
            ..banner.as_made()
        };
        let pointers: Vec<_> = bad.check().unwrap_err().into_iter().map(|mistake| mistake.pointer).collect();
        assert_eq!(pointers, ["/title", "/link", "/image_url", "/ends_at", "/position"]);
    }
}
