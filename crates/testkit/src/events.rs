use std::time::Duration;

use axum::body::BodyDataStream;
use axum::http::{HeaderMap, StatusCode};
use futures::StreamExt as _;
use serde_json::Value;
use tokio::time::timeout;

use crate::Request;

/// A stream of Server-Sent Events that the shop answered with, read as a browser reads it.
pub struct Events {
    /// The status.
    pub status: StatusCode,
    /// The header fields.
    pub headers: HeaderMap,
    body: BodyDataStream,
    unread: String,
}

/// One event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// What kind it is.
    pub name: String,
    /// Its data, as JSON.
    pub data: Value,
    /// How long to wait before coming again, in milliseconds.
    pub retry: Option<u64>,
    /// Whether it was only a comment.
    pub comment: bool,
}

impl Request {
    /// Sends it and reads the answer as a stream.
    ///
    /// # Panics
    /// When the shop does not answer within a minute.
    pub async fn watch(self) -> Events {
        let (parts, body) = self.answered().await;
        Events {
            status: parts.status,
            headers: parts.headers,
            body: body.into_data_stream(),
            unread: String::new(),
        }
    }
}

impl Events {
    /// Whatever comes next, or none after the end.
    ///
    /// # Panics
    /// When nothing comes for half a minute, or what comes is no event.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.unread.split_once("\n\n") {
                let event = Event::read(event);
                self.unread = rest.to_owned();
                return Some(event);
            }
            let piece = timeout(Duration::from_secs(30), self.body.next()).await.expect("something in time");
            let Some(piece) = piece else {
                assert_eq!(self.unread, "", "the stream ends between two events");
                return None;
            };
            let piece = piece.expect("the stream does not break");
            self.unread.push_str(std::str::from_utf8(&piece).expect("text"));
        }
    }

    /// The data of the next event of a sale.
    ///
    /// # Panics
    /// When the stream ends before.
    pub async fn sale(&mut self) -> Value {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if event.name == "sale" {
                return event.data;
            }
        }
    }

    /// Waits for a snapshot that is as wanted. Those in between are passed over.
    ///
    /// # Panics
    /// When the stream ends before, or is silent for long.
    pub async fn sale_with(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let sale = self.sale().await;
            if wanted(&sale) {
                return sale;
            }
        }
    }
}

impl Event {
    fn read(text: &str) -> Self {
        let mut event = Self::default();
        for line in text.lines() {
            match line.split_once(':').expect("a field") {
                ("", _) => event.comment = true,
                ("id", value) => value.trim_start().clone_into(&mut event.id),
                ("event", value) => value.trim_start().clone_into(&mut event.name),
                ("data", value) => event.data = serde_json::from_str(value).expect("the data is JSON"),
                ("retry", value) => event.retry = Some(value.trim_start().parse().expect("milliseconds")),
                (other, _) => panic!("an event has no {other}"),
            }
        }
        event
    }
}
