use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::EventType;
use crate::WebhookId;
use crate::catalogue::{Mistake, Mistakes};

/// An endpoint: somebody else's address to which the shop sends events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Where events are sent.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// What it wants to be told.
    pub events: BTreeSet<EventType>,
    /// Whether events are written for it, and sent to it.
    pub enabled: bool,
    /// Called off.
    pub archived: bool,
    /// The first failure since the last success.
    pub failing_since: Option<DateTime<Utc>>,
    /// When it was switched off because it failed for days.
    pub given_up_at: Option<DateTime<Utc>>,
    /// Until when a secret that was replaced signs beside the new one.
    pub old_secret_until: Option<DateTime<Utc>>,
    /// Counts what staff did to it: its ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// An endpoint that staff ask for. Whether its address may be used is the sender's to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWebhook {
    /// Where events are sent.
    pub url: String,
    /// What it is for: at most 200 characters.
    pub description: String,
    /// What it wants to be told: one type at least.
    pub events: BTreeSet<EventType>,
    /// Whether events are written for it, and sent to it.
    pub enabled: bool,
    /// Called off. What is archived is not enabled.
    pub archived: bool,
}

impl Webhook {
    /// As it would be asked for again.
    pub fn as_made(&self) -> NewWebhook {
        let Self {
            id: _,
            url,
            description,
            events,
            enabled,
            archived,
            failing_since: _,
            given_up_at: _,
            old_secret_until: _,
            version: _,
            created_at: _,
        } = self.clone();
        NewWebhook { url, description, events, enabled, archived }
    }
}

impl NewWebhook {
    /// Most endpoints that are not archived.
    pub const MOST: usize = 20;

    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self { url, description, events, enabled, archived } = self;
        let mut mistakes = Mistakes::default();
        mistakes.line(url, "/url", 2_000);
        let line = description.chars().count() <= 200 && !description.contains(char::is_control);
        mistakes.require(line, "/description", "at most 200 characters on one line");
        mistakes.require(!events.is_empty(), "/events", "at least one type of event");
        mistakes.require(!(*enabled && *archived), "/enabled", "what is archived is not enabled");
        mistakes.done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_are_named_at_once() {
        let good = NewWebhook {
            url: "https://example.com/hook".into(),
            description: String::new(),
            events: [EventType::OrderPaid].into(),
            enabled: true,
            archived: false,
        };
        assert_eq!(good.check(), Ok(()));
        let bad = NewWebhook {
            url: "https://example.com/\n".into(),
            description: "a\nb".into(),
            events: BTreeSet::new(),
            enabled: true,
            archived: true,
        };
        let pointers: Vec<_> = bad.check().unwrap_err().into_iter().map(|mistake| mistake.pointer).collect();
        assert_eq!(pointers, ["/url", "/description", "/events", "/enabled"]);
        let pointers = NewWebhook { url: "x".repeat(2_001), ..good }.check().unwrap_err();
        assert_eq!(pointers[0].pointer, "/url");
    }
}
