//! Reads an answer that is a stream of Server-Sent Events, piece by piece, as cheaply as thousands of them need.

use super::response::Malformed;

/// No event is longer, in bytes.
const LONGEST: usize = 64 * 1024;

/// One event, as far as we read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Event<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its kind; empty for comments and hints.
    pub name: &'a str,
    /// Its data.
    pub data: &'a str,
}

/// Where in the answer the next byte belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Head,
    Size,
    Data(usize),
    AfterData,
    Over,
}

/// What was read of an answer.
#[derive(Debug)]
pub struct EventReader {
    place: Place,
    /// The head, or the size of a chunk, as far as it has come.
    line: Vec<u8>,
    /// The event that has not come to its end.
    event: Vec<u8>,
}

impl Default for EventReader {
    fn default() -> Self {
        Self { place: Place::Head, line: Vec::new(), event: Vec::new() }
    }
}

impl EventReader {
    /// Whether the answer has come to its end.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.place == Place::Over
    }

    /// Takes the next bytes and hands on every event that ends in them.
    ///
    /// # Errors
    /// When the answer is not a 200 in chunks, or no stream of events.
    pub fn read(&mut self, mut bytes: &[u8], mut heard: impl FnMut(Event<'_>)) -> Result<(), Malformed> {
        while let Some((&first, rest)) = bytes.split_first() {
            match self.place {
                Place::Head => {
                    self.line.push(first);
                    bytes = rest;
                    if self.line.ends_with(b"\r\n\r\n") {
                        check_head(&self.line)?;
                        self.line = Vec::new();
                        self.place = Place::Size;
                    } else if self.line.len() > LONGEST {
                        return Err(Malformed("the head never ends"));
                    }
                }
                Place::Size => {
                    self.line.push(first);
                    bytes = rest;
                    if let Some(size) = self.line.strip_suffix(b"\r\n") {
                        let size = std::str::from_utf8(size).ok();
                        let size = size.and_then(|size| usize::from_str_radix(size, 16).ok());
                        self.place = match size.ok_or(Malformed("no size of a chunk"))? {
                            0 => Place::Over,
                            size => Place::Data(size),
                        };
                        self.line.clear();
                    } else if self.line.len() > 20 {
                        return Err(Malformed("no size of a chunk"));
                    }
                }
                Place::Data(left) => {
                    let (data, rest) = bytes.split_at(left.min(bytes.len()));
                    bytes = rest;
                    self.place =
                        if data.len() == left { Place::AfterData } else { Place::Data(left - data.len()) };
                    self.event.extend_from_slice(data);
                    self.hand_on(&mut heard)?;
                }
                Place::AfterData => {
                    bytes = rest;
                    if first == b'\n' {
                        self.place = Place::Size;
                    }
                }
                // The end of the last, empty chunk.
                Place::Over => bytes = rest,
            }
        }
        Ok(())
    }

    fn hand_on(&mut self, heard: &mut impl FnMut(Event<'_>)) -> Result<(), Malformed> {
        let mut done = 0;
        while let Some(rest) = self.event.get(done..)
            && let Some(length) = rest.windows(2).position(|two| two == b"\n\n")
        {
            let text = std::str::from_utf8(rest.get(..length).unwrap_or_default());
            heard(read_event(text.map_err(|_| Malformed("an event is no text"))?));
            done += length + 2;
        }
        self.event.drain(..done);
        if self.event.len() > LONGEST {
            return Err(Malformed("an event never ends"));
        }
        Ok(())
    }
}

fn check_head(head: &[u8]) -> Result<(), Malformed> {
    let head = std::str::from_utf8(head).map_err(|_| Malformed("the head is no text"))?.to_ascii_lowercase();
    if !head.starts_with("http/1.1 200 ") {
        return Err(Malformed("the shop does not let us watch"));
    }
    if !head.contains("\r\ncontent-type: text/event-stream")
        || !head.contains("\r\ntransfer-encoding: chunked")
    {
        return Err(Malformed("no stream of events"));
    }
    Ok(())
}

fn read_event(text: &str) -> Event<'_> {
    let mut event = Event::default();
    for line in text.lines() {
        match line.split_once(": ") {
            Some(("id", id)) => event.id = id,
            Some(("event", name)) => event.name = name,
            Some(("data", data)) => event.data = data,
            _ => {}
        }
    }
    event
}

#[cfg(test)]
mod tests {
    use super::{EventReader, Malformed};

    const ANSWER: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n\
        d\r\nretry: 2000\n\n\r\n2a\r\nid: 7-live\nevent: sale\ndata: {\"left\":1}\n\n\r\n3\r\n:\n\n\r\n\
        15\r\nevent: end\ndata: {}\n\n\r\n0\r\n\r\n";

    fn read_in_pieces(size: usize) -> Vec<String> {
        let mut reader = EventReader::default();
        let mut heard = Vec::new();
        for piece in ANSWER.as_bytes().chunks(size) {
            let note =
                |event: super::Event<'_>| heard.push(format!("{}/{}/{}", event.name, event.id, event.data));
            reader.read(piece, note).unwrap();
        }
        assert!(reader.is_over());
        heard
    }

    #[test]
    fn pieces_do_not_matter() {
        let expected = ["//", "sale/7-live/{\"left\":1}", "//", "end//{}"];
        for size in [1, 2, 3, 7, 64, ANSWER.len()] {
            assert_eq!(read_in_pieces(size), expected, "{size}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let refused = |answer: &str| EventReader::default().read(answer.as_bytes(), |_| ()).unwrap_err();
        assert_eq!(
            refused("HTTP/1.1 503 Service Unavailable\r\n\r\n"),
            Malformed("the shop does not let us watch")
        );
        assert_eq!(
            refused("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
            Malformed("no stream of events")
        );
        let head = ANSWER.split_inclusive("\r\n\r\n").next().unwrap();
        assert_eq!(refused(&format!("{head}x\r\n")), Malformed("no size of a chunk"));
    }
}
